#include "fuse/camera_rules.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "tests/fuse/whole_fuse.hpp"

namespace gantry::fuse {
namespace {

using testing::TemporaryFolder;

TEST(CameraRules, AllowWhatEverySwitchOnTheWayAllows) {
    using enum CameraUse;
    const settings::Settings on;
    const printers::CameraSwitches own;
    for (const auto use : {open, snapshots, remote_stream})
        EXPECT_TRUE(may_use(use, on, own));
    struct Case {
        settings::Settings settings;
        printers::CameraSwitches own;
        bool open;
        bool snapshots;
        bool remote_stream;
    };
    const Case cases[] = {
        {{.cameras_enabled = false}, {}, false, false, false},
        {{.snapshots_enabled = false}, {}, true, false, true},
        {{.remote_stream_enabled = false}, {}, true, true, false},
        {{}, {.camera_enabled = false}, false, false, false},
        {{}, {.snapshots_enabled = false}, true, false, true},
        {{}, {.remote_stream_enabled = false}, true, true, false},
    };
    for (const auto& one : cases) {
        EXPECT_EQ(may_use(open, one.settings, one.own).has_value(), one.open);
        EXPECT_EQ(may_use(snapshots, one.settings, one.own).has_value(), one.snapshots);
        const auto remote = may_use(remote_stream, one.settings, one.own);
        EXPECT_EQ(remote.has_value(), one.remote_stream);
        if (!remote) {
            EXPECT_EQ(remote.error().detail, "Remote camera streaming is disabled");
        }
    }
}

// As whoever dialled that port.
bool is_connected_to(std::uint16_t port) {
    std::ifstream table("/proc/self/net/tcp");
    const auto ending = fmt::format(":{:04X}", port);
    for (std::string line; std::getline(table, line);) {
        std::istringstream columns(line);
        std::string slot, local, remote, state;
        columns >> slot >> local >> remote >> state;
        if (remote.ends_with(ending) && state == "01") return true;  // established
    }
    return false;
}

awaitable<bool> closed_within_a_second(std::uint16_t port) {
    co_return co_await eventually([port] { return !is_connected_to(port); }, 1s);
}

TEST(CameraRules, LeaveNoCameraConnectedASecondAfterTheSwitch) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        sim::Rig sim(executor, {.files = false});
        EXPECT_TRUE(co_await sim.printer.start());
        WholeFuse fuse(executor, folder.path(), "http://127.0.0.1:1");
        const auto path = "/api/printers/" + co_await fuse.add(sim.printer);
        const auto port = sim.printer.ports().camera;
        const auto own = [](const char* member) {
            json::object switches = {
                {"camera_enabled", true}, {"snapshots_enabled", true}, {"remote_stream_enabled", true}};
            switches[member] = false;
            const json::object change = {{"camera_switches", switches}};
            return to_text(change);
        };
        const struct {
            std::string route;
            std::string off;
            std::string on;
        } switches[] = {
            {"/api/settings", R"({"cameras_enabled":false})", R"({"cameras_enabled":true})"},
            {path, own("camera_enabled"),
             R"({"camera_switches":{"camera_enabled":true,"snapshots_enabled":true,"remote_stream_enabled":true}})"},
        };
        for (const auto& one : switches) {
            EXPECT_EQ((co_await fuse.call(Method::get, path + "/snapshot.jpg?max_age=0")).status, 200);
            EXPECT_TRUE(is_connected_to(port)) << "kept for the next reader";
            EXPECT_EQ((co_await fuse.call(Method::patch, one.route, one.off)).status, 200);
            EXPECT_TRUE(co_await closed_within_a_second(port)) << one.route;
            EXPECT_TRUE(co_await fuse.reaches(path, "/camera/state", "disabled"));
            EXPECT_EQ((co_await fuse.call(Method::get, path + "/snapshot.jpg")).status, 403);
            EXPECT_FALSE(is_connected_to(port));
            EXPECT_TRUE(co_await fuse.reaches(path, "/state/connection", "online"))
                << "the printer itself stays";
            EXPECT_EQ((co_await fuse.call(Method::patch, one.route, one.on)).status, 200);
        }
        EXPECT_EQ((co_await fuse.get(path)).at("state").at("reconnects"), 0) << "a switch cuts nothing else";
        co_await fuse.stop();
        co_await sim.printer.stop();
    });
}

TEST(CameraRules, TellTheCloudOfAPrintersOwnSwitchesAndKeepThem) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        namespace wire = farm::gateway;
        const TemporaryFolder folder;
        testing::FakeCloud cloud(executor);
        std::string id;
        {
            WholeFuse fuse(executor, folder.path(), cloud.url());
            EXPECT_TRUE(co_await fuse.reaches("/api/status", "/cloud/state", "connected"));
            const auto added =
                co_await fuse.call(Method::post, "/api/printers", R"({"driver":"virtual","name":"V"})");
            id = std::string(parse_json(added.body)->at("printer").at("id").as_string());
            const auto change =
                R"({"camera_switches":{"camera_enabled":true,"snapshots_enabled":false,"remote_stream_enabled":false}})";
            EXPECT_EQ((co_await fuse.call(Method::patch, "/api/printers/" + id, change)).status, 200);
            EXPECT_TRUE(co_await eventually([&] {
                const auto told = cloud.all<wire::CameraSettings>();
                return !told.empty() && told.back().exceptions.size() == 1;
            }));
            const auto told = cloud.all<wire::CameraSettings>().back();
            EXPECT_TRUE(told.snapshots && told.remote_stream) << "of the others";
            EXPECT_EQ(wire::switches_of(told, farm::PrinterId(id)),
                      (wire::CameraSwitches{true, false, false}));
            EXPECT_EQ(wire::switches_of(told, farm::PrinterId("x")), wire::CameraSwitches{});
            cloud.send(wire::LiveOffer{
                .session = wire::SessionId("1"), .printer = farm::PrinterId(id), .sdp = "v=0"});
            EXPECT_TRUE(co_await eventually([&] { return cloud.all<wire::LiveEnd>().size() == 1; }));
            EXPECT_EQ(cloud.all<wire::LiveEnd>().back().detail, "Remote camera streaming is disabled");
            co_await fuse.stop();
        }
        WholeFuse fuse(executor, folder.path(), cloud.url());
        const auto view = co_await fuse.get("/api/printers/" + id);
        EXPECT_EQ(view.at("camera_switches").at("snapshots_enabled"), false);
        EXPECT_EQ(view.at("camera_switches").at("camera_enabled"), true);
        co_await fuse.stop();
        co_await cloud.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse
