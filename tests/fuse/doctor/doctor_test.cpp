// A whole Fuse with simulated printers that fail on request: each cause is recognised, by the route that its
// page uses.
#include "fuse/doctor/doctor.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "bambu/camera/framing.hpp"
#include "farm/fuse_folder.hpp"
#include "net/tls/stream.hpp"
#include "tests/fuse/whole_fuse.hpp"

namespace gantry::fuse {
namespace {

using sim::FaultKind;

struct Bench {
    Bench(Executor executor, const std::string& model, const std::string& cloud = "http://127.0.0.1:1")
        : rig(executor, {.model = model, .frame_rate = 10, .files = false}),
          fuse(executor, data.path(), cloud) {}

    gantry::testing::TemporaryFolder data;
    sim::Rig rig;
    WholeFuse fuse;
    std::string id;

    awaitable<void> begin() {
        EXPECT_TRUE(co_await rig.printer.start());
        id = co_await fuse.add(rig.printer);
    }
    awaitable<void> end() {
        co_await fuse.stop();
        co_await rig.printer.stop();
    }
    awaitable<void> fault(FaultKind kind) {
        const sim::Fault wrong{.kind = kind};
        EXPECT_TRUE(co_await rig.printer.apply(wrong));
    }
    awaitable<void> change(std::string settings) {
        const auto answer = co_await fuse.call(Method::patch, "/api/settings", std::move(settings));
        EXPECT_EQ(answer.status, 200) << answer.body;
    }
    // Until the check-up is done; the number of reports that came before goes to `told`.
    awaitable<Report> examine(std::string query, int* told = nullptr) {
        net::websocket::ClientRequest request{.url = fuse.url("/api/doctor" + query, "ws")};
        auto connection = co_await net::websocket::connect(std::move(request));
        if (!connection) throw std::runtime_error(connection.error().detail);
        for (int count = 1;; ++count) {
            const auto text = co_await within(40s, (*connection)->read());
            if (!text) throw std::runtime_error("closed before it was done");
            auto report = parse_as<Report>(*text);
            if (!report) throw std::runtime_error(report.error().detail);
            if (told != nullptr) *told = count;
            if (report->done) co_return *std::move(report);
        }
    }
    awaitable<Report> look_at_camera() { co_return co_await examine("?printer=" + id + "&scope=camera"); }
};

const Step& step(const Report& report, std::string_view id) {
    static const Step none{.id = "none"};
    const auto found = std::ranges::find(report.steps, id, &Step::id);
    return found == report.steps.end() ? none : *found;
}

std::string text_of(const Report& report) {
    return to_text(to_json(report));
}

// The first that failed, as a page shows it.
std::string failing(const Report& report) {
    const auto found = std::ranges::find(report.steps, StepState::failed, &Step::state);
    return found == report.steps.end() ? "" : found->id + ": " + found->cause;
}

TEST(Doctor, StreamsStepByStepWhatIsWellWithACamera) {
    for (const auto* model : {"p1s", "x1c"}) {
        run_coroutine([model](Executor executor) -> awaitable<void> {
            Bench bench(executor, model);
            co_await bench.begin();
            int told = 0;
            const auto report = co_await bench.examine("?printer=" + bench.id + "&scope=camera", &told);
            EXPECT_EQ(failing(report), "") << text_of(report);
            EXPECT_GT(told, 2);
            EXPECT_EQ(step(report, "cameras").state, StepState::passed);
            EXPECT_EQ(step(report, "mqtt_port").seen, "Fuse is connected to it.");
            EXPECT_EQ(step(report, "camera").state, StepState::passed) << text_of(report);
            EXPECT_NE(step(report, "camera").seen.find("Pictures come"), std::string::npos);
            EXPECT_EQ(step(report, "cloud").cause, "not_activated");
            EXPECT_EQ(step(report, "cloud").state, StepState::warned);
            co_await bench.end();
        });
    }
}

TEST(Doctor, NamesAPrinterThatIsOff) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, "p1s");
        co_await bench.begin();
        co_await bench.fault(FaultKind::printer_off);
        EXPECT_TRUE(co_await bench.fuse.reaches("/api/printers/" + bench.id, "/state/connection", "offline"));
        const auto report = co_await bench.look_at_camera();
        EXPECT_EQ(failing(report), "mqtt_port: connection_refused") << text_of(report);
        EXPECT_EQ(step(report, "camera").state, StepState::skipped);
        co_await bench.end();
    });
}

TEST(Doctor, NamesAWrongCode) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, "p1s");
        co_await bench.begin();
        co_await bench.fault(FaultKind::wrong_code);
        EXPECT_TRUE(co_await bench.fuse.reaches("/api/printers/" + bench.id, "/state/connection", "refused"));
        const auto report = co_await bench.look_at_camera();
        EXPECT_EQ(failing(report), "access_code: wrong_code") << text_of(report);
        EXPECT_EQ(step(report, "camera").seen, "The access code must be right first.");
        co_await bench.end();
    });
}

TEST(Doctor, NamesAChangedCertificate) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, "a1");
        co_await bench.begin();
        co_await bench.fault(FaultKind::certificate_changed);
        EXPECT_TRUE(co_await bench.fuse.reaches("/api/printers/" + bench.id, "/state/connection", "refused"));
        const auto report = co_await bench.look_at_camera();
        EXPECT_EQ(failing(report), "certificate: certificate_changed") << text_of(report);
        EXPECT_EQ(step(report, "access_code").state, StepState::skipped);
        co_await bench.end();
    });
}

TEST(Doctor, NamesACameraThatIsSwitchedOff) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench jpeg(executor, "p1s");
        co_await jpeg.begin();
        co_await jpeg.fault(FaultKind::camera_off);
        const auto silent = co_await jpeg.look_at_camera();
        EXPECT_EQ(failing(silent), "camera: no_frames") << text_of(silent);
        co_await jpeg.end();
        Bench video(executor, "x1c");
        co_await video.begin();
        co_await video.fault(FaultKind::camera_off);
        const auto closed = co_await video.look_at_camera();
        EXPECT_EQ(failing(closed), "camera_port: camera_port_refused") << text_of(closed);
        co_await video.end();
    });
}

TEST(Doctor, TellsAStuckCameraFromOneThatIsOff) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, "p1s");
        co_await bench.begin();
        EXPECT_EQ(failing(co_await bench.look_at_camera()), "");
        co_await bench.fault(FaultKind::camera_stuck);
        const auto report = co_await bench.look_at_camera();
        EXPECT_EQ(failing(report), "camera: camera_stuck") << text_of(report);
        co_await bench.fault(FaultKind::clear);
        EXPECT_EQ(failing(co_await bench.look_at_camera()), "");
        co_await bench.end();
    });
}

// Applies it as soon as pictures flow.
awaitable<Report> look_while(Bench& bench, sim::Fault fault) {
    Supervisor supervisor(co_await asio::this_coro::executor, "test");
    auto breaking = supervisor.spawn("break", [&]() -> awaitable<void> {
        EXPECT_TRUE(co_await bench.fuse.reaches("/api/printers/" + bench.id, "/camera/state", "streaming"));
        EXPECT_TRUE(co_await bench.rig.printer.apply(fault));
    });
    auto report = co_await bench.look_at_camera();
    co_await breaking.join();
    co_return report;
}

TEST(Doctor, NamesAPictureThatIsCut) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, "p1s");
        co_await bench.begin();
        const sim::Fault cut{.kind = FaultKind::camera_cut};
        const auto report = co_await look_while(bench, cut);
        EXPECT_EQ(failing(report), "camera: camera_cut") << text_of(report);
        co_await bench.end();
    });
}

TEST(Doctor, NamesACameraThatRefusesASecondProgram) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, "p1s");
        co_await bench.begin();
        auto target = bench.rig.camera();
        auto other = co_await net::tls::connect(std::move(target), bench.rig.verify());
        const auto login = *gantry::bambu::camera::authentication_packet(Secret("12345678"));
        co_await (*other).stream->write(login);
        std::array<std::byte, 16> first;
        co_await net::read_exactly(*other->stream, first);
        const sim::Fault refuse{.kind = FaultKind::second_camera_client,
                                .second_client = sim::camera::SecondClient::refuse};
        EXPECT_TRUE(co_await bench.rig.printer.apply(refuse));
        const auto report = co_await bench.look_at_camera();
        EXPECT_EQ(failing(report), "camera: camera_refused") << text_of(report);
        co_await bench.end();
    });
}

TEST(Doctor, KnowsTheSwitchesOfFuse) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, "p1s");
        co_await bench.begin();
        co_await bench.change(R"({"remote_stream_enabled": false, "snapshots_enabled": false})");
        const auto report = co_await bench.look_at_camera();
        EXPECT_EQ(failing(report), "") << text_of(report);
        EXPECT_EQ(step(report, "remote").cause, "remote_off");
        EXPECT_EQ(step(report, "snapshots").cause, "snapshots_off");
        co_await bench.change(R"({"cameras_enabled": false})");
        const auto off = co_await bench.look_at_camera();
        EXPECT_EQ(failing(off), "cameras: cameras_off") << text_of(off);
        EXPECT_EQ(step(off, "camera").id, "none");
        co_await bench.end();
    });
}

TEST(Doctor, ExaminesAWholePrinterAndFuseItself) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Bench bench(executor, "x1c");
        co_await bench.begin();
        const auto report = co_await bench.examine("?printer=" + bench.id);
        EXPECT_EQ(step(report, "developer_mode").state, StepState::passed) << text_of(report);
        EXPECT_EQ(step(report, "ftps_port").state, StepState::failed) << text_of(report);
        EXPECT_EQ(step(report, "announcement").cause, "not_heard");
        const auto itself = co_await bench.examine("");
        EXPECT_NE(step(itself, "disk").seen.find("free."), std::string::npos) << text_of(itself);
        co_await bench.end();
    });
}

using gantry::testing::FakeCloud;
namespace wire = farm::gateway;

// Of a Cloud whose servers do not answer.
wire::Check check_of(const std::string& printer) {
    return {.id = "c1",
            .printer = farm::PrinterId(printer),
            .ice_servers = {{.url = "stun:127.0.0.1:1"},
                            {.url = "turn:127.0.0.1:1?transport=tcp", .username = "u", .credential = "p"}}};
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

TEST(Doctor, RefusesWhatItDoesNotKnow) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        gantry::testing::TemporaryFolder data;
        WholeFuse fuse(executor, data.path(), "http://127.0.0.1:1");
        for (const auto* query : {"?printer=nobody", "?scope=horoscope"}) {
            net::websocket::ClientRequest request{.url = fuse.url("/api/doctor" + std::string(query), "ws")};
            auto connection = co_await net::websocket::connect(std::move(request));
            EXPECT_FALSE(co_await within(5s, (*connection)->read())) << query;
        }
        EXPECT_TRUE(std::filesystem::exists(data.path() + "/" + farm::page_url_file));
        co_await fuse.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse
