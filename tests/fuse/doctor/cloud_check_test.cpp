// What a page of the Cloud is told by the doctor of a Fuse: of its switches, of the relay, of snapshots.
#include <gtest/gtest.h>

#include "tests/fuse/doctor/bench.hpp"
#include "tests/net/turn_server.hpp"

namespace gantry::fuse {
namespace {

using gantry::testing::FakeCloud;
namespace wire = farm::gateway;

// Of a Cloud whose servers do not answer.
wire::Check check_of(const std::string& printer) {
    return {.id = "c1",
            .printer = farm::PrinterId(printer),
            .ice_servers = {{.url = "stun:127.0.0.1:1"},
                            {.url = "turn:127.0.0.1:1?transport=tcp", .username = "u", .credential = "p"}}};
}

awaitable<Report> ask_by_cloud(FakeCloud& cloud, wire::Check check) {
    const auto before = cloud.all<wire::CheckReport>().size();
    cloud.send(check);
    const auto done = [&] {
        const auto reports = cloud.all<wire::CheckReport>();
        return reports.size() > before && reports.back().report.done;
    };
    EXPECT_TRUE(co_await eventually(done, 40s));
    co_return cloud.all<wire::CheckReport>().back().report;
}

TEST(Doctor, AnswersTheCloudStepByStep) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FakeCloud cloud(executor);
        Bench bench(executor, "p1s", cloud.url());
        co_await bench.begin();
        co_await bench.change(R"({"remote_stream_enabled": false})");
        EXPECT_TRUE(co_await bench.fuse.reaches("/api/status", "/cloud/state", "connected"));
        cloud.send(check_of(bench.id));
        EXPECT_TRUE(co_await eventually(
            [&] {
                const auto reports = cloud.all<wire::CheckReport>();
                return !reports.empty() && reports.back().report.done;
            },
            40s));
        const auto reports = cloud.all<wire::CheckReport>();
        EXPECT_GT(reports.size(), 3u);
        const auto& report = reports.back().report;
        EXPECT_EQ(reports.back().id, "c1");
        EXPECT_EQ(failing(report), "remote: remote_off") << text_of(report);
        EXPECT_EQ(step(report, "camera").state, StepState::passed) << text_of(report);
        EXPECT_EQ(step(report, "cloud").state, StepState::passed);
        EXPECT_EQ(step(report, "stun").cause, "stun_silent");
        EXPECT_EQ(step(report, "turn").cause, "turn_silent");
        cloud.send(check_of("nobody"));
        EXPECT_TRUE(
            co_await eventually([&] { return cloud.all<wire::CheckReport>().back().problem.has_value(); }));
        EXPECT_EQ(cloud.all<wire::CheckReport>().back().problem->code, "not_found");
        co_await bench.end();
        co_await cloud.stop();
    });
}

wire::Check check_with_relay(const std::string& printer, std::uint16_t port, const std::string& password) {
    const auto server = fmt::format("127.0.0.1:{}", port);
    return {.id = "relay",
            .printer = farm::PrinterId(printer),
            .ice_servers = {{.url = "stun:" + server},
                            {.url = "turn:" + server, .username = "viewer", .credential = password}}};
}

TEST(Doctor, NamesARelayThatRefusesTheCredential) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FakeCloud cloud(executor);
        Bench bench(executor, "p1s", cloud.url());
        co_await bench.begin();
        EXPECT_TRUE(co_await bench.fuse.reaches("/api/status", "/cloud/state", "connected"));
        const gantry::testing::TurnServer relay;
        EXPECT_TRUE(relay.ready());
        auto with_other_secret = check_with_relay(bench.id, relay.port(), "other");
        const auto refused = co_await ask_by_cloud(cloud, std::move(with_other_secret));
        EXPECT_EQ(step(refused, "turn").cause, "turn_refused") << text_of(refused);
        EXPECT_EQ(step(refused, "stun").state, StepState::passed);
        auto with_secret = check_with_relay(bench.id, relay.port(), "secret");
        const auto well = co_await ask_by_cloud(cloud, std::move(with_secret));
        EXPECT_EQ(step(well, "turn").state, StepState::passed) << text_of(well);
        co_await bench.end();
        co_await cloud.stop();
    });
}

// Where snapshots go, as an object store of its own: it answers as it is told.
struct Storage {
    explicit Storage(const Executor& executor) : supervisor(executor, "test") {
        net::http::Router router(
            [](net::http::Request&, const std::string&) -> awaitable<Result<>> { co_return Result<>{}; });
        router.add({.method = Method::put,
                    .pattern = "/{name}",
                    .permission = "public",
                    .handler = [this](net::http::Request) -> awaitable<Response> {
                        ++asked;
                        if (refusal) co_return net::http::problem(*refusal, 507);
                        co_return net::http::no_content();
                    },
                    .max_body_bytes = 4 * 1024 * 1024});
        server = std::make_unique<net::http::Server>(executor, net::http::ServerOptions{}, std::move(router));
        url = fmt::format("http://127.0.0.1:{}/picture", server->port());
        running = supervisor.spawn("storage", [this] { return server->run(); });
    }
    awaitable<void> stop() {
        running.cancel();
        co_await running.join();
        server.reset();
    }

    std::string url;
    std::size_t asked = 0;
    std::optional<Error> refusal;
    std::unique_ptr<net::http::Server> server;
    Supervisor supervisor;
    Task running;
};

// Grants what the Fuse asks for, once it does.
awaitable<void> grant(FakeCloud& cloud, const std::string& url) {
    EXPECT_TRUE(co_await eventually([&] { return !cloud.all<wire::UploadRequest>().empty(); }, 20s));
    const auto asked = cloud.all<wire::UploadRequest>().back();
    const auto hour = std::chrono::system_clock::now() + std::chrono::hours(1);
    const auto end = std::chrono::duration_cast<std::chrono::milliseconds>(hour.time_since_epoch());
    cloud.send(
        wire::UploadGrant{.id = asked.id, .printer = asked.printer, .url = url, .expires_at = end.count()});
}

TEST(Doctor, NamesSnapshotsThatTheStorageRefuses) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FakeCloud cloud(executor);
        Storage storage(executor);
        storage.refusal = Error{Errc::storage, "the disk is full"};
        Bench bench(executor, "p1s", cloud.url());
        co_await bench.begin();
        co_await grant(cloud, storage.url);
        EXPECT_TRUE(co_await eventually([&] { return storage.asked > 0; }, 20s));
        EXPECT_TRUE(co_await eventually(
            [&] {
                const auto told = cloud.all<wire::Snapshot>();
                return !told.empty() && told.back().problem.has_value();
            },
            20s));
        EXPECT_EQ(cloud.all<wire::Snapshot>().back().problem->detail, "the disk is full");
        const auto full = co_await ask_by_cloud(cloud, check_of(bench.id));
        EXPECT_EQ(step(full, "snapshots").cause, "snapshot_failing") << text_of(full);
        EXPECT_EQ(step(full, "snapshots").seen,
                  "One upload of the last 24 hours failed, the last one so: the disk is full.");
        EXPECT_EQ(step(full, "snapshot_storage").state, StepState::passed) << text_of(full);

        co_await storage.stop();
        const auto gone = co_await ask_by_cloud(cloud, check_of(bench.id));
        EXPECT_EQ(step(gone, "snapshot_storage").cause, "snapshot_storage") << text_of(gone);
        co_await bench.end();
        co_await cloud.stop();
    });
}

TEST(Doctor, NamesSnapshotsThatTheCameraDoesNotGive) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FakeCloud cloud(executor);
        Bench bench(executor, {.model = "x1c", .files = false}, cloud.url());
        EXPECT_TRUE(co_await bench.rig.printer.start());
        co_await bench.fault(FaultKind::camera_off);
        bench.id = co_await bench.fuse.add(bench.rig.printer);
        EXPECT_TRUE(co_await bench.fuse.reaches("/api/status", "/cloud/state", "connected"));
        // Otherwise it is due at some time within its period.
        EXPECT_EQ((co_await bench.fuse.call(net::http::Method::post, "/api/activity/refresh")).status / 100,
                  2);
        EXPECT_TRUE(co_await eventually([&] { return !cloud.all<wire::Snapshot>().empty(); }, 30s));
        const auto report = co_await ask_by_cloud(cloud, check_of(bench.id));
        EXPECT_EQ(step(report, "snapshots").cause, "snapshot_not_taken") << text_of(report);
        EXPECT_EQ(failing(report), "camera_port: camera_port_refused") << text_of(report);
        co_await bench.end();
        co_await cloud.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse
