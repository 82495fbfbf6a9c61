// A whole Fuse against a scripted Cloud.
#include "fuse/gateway/gateway.hpp"

#include "tests/fuse/whole_fuse.hpp"

namespace gantry::fuse::gateway {
namespace {

namespace wire = farm::gateway;
using testing::FakeCloud;
using testing::TemporaryFolder;

awaitable<bool> activated(WholeFuse& fuse) {
    return fuse.reaches("/api/status", "/cloud/state", "connected");
}

TEST(Activation, ShowsACodeUntilAPersonConfirmsIt) {
    const auto script = [](FakeCloud& cloud) { cloud.polls = {"authorization_pending", "granted"}; };
    with_cloud(script, [](WholeFuse& fuse, FakeCloud& cloud) -> awaitable<void> {
        EXPECT_TRUE(co_await fuse.reaches("/api/activation", "/state", "waiting"));
        const auto view = co_await fuse.get("/api/activation");
        EXPECT_EQ(view.at("code"), "SQMA-VR21");
        EXPECT_EQ(view.at("lifetime_s"), 900);
        EXPECT_EQ(view.at("fingerprint").as_string().size(), 19);
        EXPECT_TRUE(view.at("url").as_string().ends_with("/activate?code=SQMA-VR21"));
        EXPECT_TRUE(co_await fuse.reaches("/api/activation", "/state", "activated"));
        EXPECT_TRUE(co_await activated(fuse));
        EXPECT_TRUE(cloud.signatures_fit);
        EXPECT_EQ((co_await fuse.call(Method::post, "/api/activation")).status, 409);
    });
}

TEST(Activation, ExpiresAndTakesAFreshCode) {
    const auto script = [](FakeCloud& cloud) { cloud.polls = {"expired_token", "granted"}; };
    with_cloud(script, [](WholeFuse& fuse, FakeCloud&) -> awaitable<void> {
        EXPECT_TRUE(co_await fuse.reaches("/api/activation", "/state", "expired"));
        const auto fresh = co_await fuse.call(Method::post, "/api/activation");
        EXPECT_EQ(fresh.status, 200);
        EXPECT_NE(fresh.body.find("SQMA-VR22"), std::string::npos);
        EXPECT_TRUE(co_await fuse.reaches("/api/activation", "/state", "activated"));
    });
}

TEST(Activation, SurvivesARestartAndEndsWhenAsked) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        FakeCloud cloud(executor);
        {
            WholeFuse fuse(executor, folder.path(), cloud.url());
            EXPECT_TRUE(co_await activated(fuse));
            co_await fuse.stop();
        }
        cloud.polls = {"authorization_pending"};
        WholeFuse fuse(executor, folder.path(), cloud.url());
        EXPECT_TRUE(co_await activated(fuse));
        EXPECT_EQ(cloud.codes_asked, 1u);
        EXPECT_EQ((co_await fuse.call(Method::del, "/api/activation")).status, 204);
        EXPECT_TRUE(co_await fuse.reaches("/api/status", "/cloud/state", "not_activated"));
        EXPECT_TRUE(co_await fuse.reaches("/api/activation", "/state", "waiting"));
        co_await fuse.stop();
        co_await cloud.stop();
    });
}

TEST(Gateway, ReportsPrintersAndObeysCommands) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        sim::Rig sim(executor, {.files = false});
        EXPECT_TRUE(co_await sim.printer.start());
        FakeCloud cloud(executor);
        WholeFuse fuse(executor, folder.path(), cloud.url());
        EXPECT_TRUE(co_await activated(fuse));
        const farm::PrinterId id(co_await fuse.add(sim.printer));
        EXPECT_TRUE(co_await eventually([&] {
            const auto lists = cloud.all<wire::Printers>();
            return !lists.empty() && lists.back().printers.size() == 1;
        }));
        const auto list_before = cloud.all<wire::Printers>().back();
        EXPECT_EQ(list_before.printers[0].printer.id, id);
        cloud.send(wire::Command{.id = "1", .printer = id, .action = "light_off"});
        cloud.send(wire::Command{.id = "2", .printer = id, .action = "pause"});
        cloud.send(wire::Command{.id = "3", .printer = id, .action = "dance"});
        cloud.send(wire::Command{.id = "1", .printer = id, .action = "bed_temperature", .value = 60});
        EXPECT_TRUE(co_await eventually([&] { return cloud.all<wire::Reply>().size() == 4; }));
        cloud.send(wire::HistoryRequest{.id = "4", .printer = id});
        cloud.send(wire::HistoryRequest{.id = "5", .printer = farm::PrinterId("none")});
        EXPECT_TRUE(co_await eventually([&] { return cloud.all<wire::History>().size() == 2; }));
        EXPECT_EQ(cloud.all<wire::History>()[0].id, "4");
        EXPECT_EQ(cloud.all<wire::History>()[0].columns.bed_target.back(), 60);
        EXPECT_EQ(cloud.all<wire::History>()[1].problem->code, "not_found");
        for (const auto& reply : cloud.all<wire::Reply>()) {
            const auto code = reply.problem ? reply.problem->code : "";
            EXPECT_EQ(code, reply.id == "1" ? "" : reply.id == "2" ? "conflict" : "unsupported") << reply.id;
        }
        EXPECT_TRUE(co_await eventually([&] {
            auto state = list_before.printers[0].state;
            for (const auto& change : cloud.all<wire::StateChange>())
                if (auto next = wire::apply(state, change.changes.as_object())) state = *next;
            return state.light_on == false && state.bed.target_c == 60 &&
                   state.connection == farm::Connection::online;
        }));
        cloud.drop();
        EXPECT_TRUE(co_await eventually([&] { return cloud.connections == 2 && cloud.connected(); }));
        co_await fuse.stop();
        co_await cloud.stop();
        co_await sim.printer.stop();
    });
}

TEST(Gateway, RefusesRemoteViewersInTheWordsOfTheSetting) {
    with_cloud([](WholeFuse& fuse, FakeCloud& cloud) -> awaitable<void> {
        std::size_t refused = 0;
        for (const auto* off : {R"({"remote_stream_enabled":false})",
                                R"({"remote_stream_enabled":true,"cameras_enabled":false})"}) {
            EXPECT_EQ((co_await fuse.call(Method::patch, "/api/settings", off)).status, 200);
            wire::LiveOffer offer{
                .session = wire::SessionId(off), .printer = farm::PrinterId("x"), .sdp = "v=0"};
            cloud.send(offer);
            ++refused;
            EXPECT_TRUE(co_await eventually([&] { return cloud.all<wire::LiveEnd>().size() == refused; }));
            EXPECT_EQ(cloud.all<wire::LiveEnd>().back().code, "disabled");
            EXPECT_EQ(cloud.all<wire::LiveEnd>().back().detail, "Remote camera streaming is disabled");
        }
        EXPECT_EQ((co_await fuse.call(Method::patch, "/api/settings", R"({"cameras_enabled":true})")).status,
                  200);
        cloud.send(
            wire::LiveOffer{.session = wire::SessionId("3"), .printer = farm::PrinterId("x"), .sdp = "v=0"});
        EXPECT_TRUE(co_await eventually([&] { return cloud.all<wire::LiveEnd>().size() == 3; }));
        EXPECT_NE(cloud.all<wire::LiveEnd>().back().code, "disabled");
    });
}

TEST(Gateway, ShowsThatTheCloudHasRemovedThisFuse) {
    const auto script = [](FakeCloud& cloud) {
        cloud.polls = {"granted", "authorization_pending"};
        cloud.goodbye = wire::Goodbye{"forbidden", "removed by Ann"};
    };
    with_cloud(script, [](WholeFuse& fuse, FakeCloud&) -> awaitable<void> {
        EXPECT_TRUE(co_await fuse.reaches("/api/activation", "/problem/detail", "removed by Ann"));
        EXPECT_TRUE(co_await fuse.reaches("/api/activation", "/state", "waiting"));
        EXPECT_TRUE(co_await fuse.reaches("/api/status", "/cloud/state", "not_activated"));
    });
}

TEST(Gateway, StaysAwayWhenItIsSwitchedOff) {
    with_cloud([](WholeFuse& fuse, FakeCloud& cloud) -> awaitable<void> {
        EXPECT_EQ((co_await fuse.call(Method::patch, "/api/settings", R"({"gateway_enabled":false})")).status,
                  200);
        EXPECT_TRUE(co_await fuse.reaches("/api/status", "/cloud/state", "disabled"));
        EXPECT_TRUE(co_await eventually([&] { return !cloud.connected(); }));
        EXPECT_EQ((co_await fuse.call(Method::patch, "/api/settings", R"({"gateway_enabled":true})")).status,
                  200);
        EXPECT_TRUE(co_await activated(fuse));
    });
}

}  // namespace
}  // namespace gantry::fuse::gateway
