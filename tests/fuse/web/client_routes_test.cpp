// What the Settings page does to all of Fuse, against a scripted Cloud.
#include "base/log.hpp"
#include "tests/fuse/whole_fuse.hpp"

namespace gantry::fuse::web {
namespace {

namespace wire = farm::gateway;
using testing::FakeCloud;
using testing::TemporaryFolder;

awaitable<void> add_absent(WholeFuse& fuse, std::string name, std::string serial, std::string address) {
    const json::value wanted = {{"name", name},   {"address", address},        {"serial", serial},
                                {"model", "P1S"}, {"access_code", "87654321"}, {"ports", {{"mqtt", 1}}}};
    const auto added = co_await fuse.call(Method::post, "/api/printers", to_text(wanted));
    EXPECT_EQ(added.status, 201) << added.body;
}

TEST(ClientRoutes, SyncEveryPrinterOnceMoreOrSayWhyNot) {
    with_cloud([](WholeFuse& fuse, FakeCloud& cloud) -> awaitable<void> {
        co_await add_absent(fuse, "One", "01P00A000000001", "127.0.0.1");
        EXPECT_TRUE(co_await eventually([&] { return cloud.all<wire::Printers>().size() == 2; }));
        const auto sent = co_await fuse.call(Method::post, "/api/printers/sync");
        EXPECT_EQ(sent.status, 200) << sent.body;
        EXPECT_EQ(parse_json(sent.body)->at("printers"), 1);
        EXPECT_TRUE(co_await eventually([&] { return cloud.all<wire::Printers>().size() == 3; }));
        EXPECT_EQ(cloud.all<wire::Printers>().back().printers.size(), 1u);
        EXPECT_EQ((co_await fuse.get("/api/status")).at("cloud").at("synced_printers"), 1);
        EXPECT_EQ((co_await fuse.call(Method::patch, "/api/settings", R"({"gateway_enabled":false})")).status,
                  200);
        const auto refused = co_await fuse.call(Method::post, "/api/printers/sync");
        EXPECT_EQ(refused.status, 403);
        EXPECT_TRUE(refused.body.contains("switched off")) << refused.body;
    });
}

TEST(ClientRoutes, ShowWhoThisFuseIsAndWhatItMayManage) {
    with_cloud([](WholeFuse& fuse, FakeCloud& cloud) -> awaitable<void> {
        co_await add_absent(fuse, "One", "01P00A000000001", "127.0.0.1");
        auto client = co_await fuse.get("/api/client");
        EXPECT_EQ(client.at("fuse_id"), "f");
        EXPECT_EQ(client.at("default_gateway_url"), settings::default_gateway_url);
        EXPECT_EQ(client.at("allowed_by"), "own");
        const auto id = client.at("allowed_printers").at(0).at("id");
        EXPECT_EQ(client.at("allowed_printers").at(0).at("name"), "One");
        EXPECT_FALSE(to_text(client).contains("token")) << "it is shown when somebody asks for it";
        EXPECT_EQ((co_await fuse.get("/api/client/token")).at("token"), "token");
        cloud.send(
            wire::AllowedPrinters{{farm::PrinterId(std::string(id.as_string())), farm::PrinterId("gone")}});
        EXPECT_TRUE(co_await fuse.reaches("/api/client", "/allowed_by", "cloud"));
        client = co_await fuse.get("/api/client");
        EXPECT_EQ(client.at("allowed_printers").at(0).at("name"), "One");
        EXPECT_EQ(client.at("allowed_printers").at(1).at("id"), "gone");
        EXPECT_EQ(client.at("allowed_printers").at(1).at("name"), "");
        EXPECT_EQ((co_await fuse.call(Method::del, "/api/activation")).status, 204);
        EXPECT_TRUE(co_await fuse.reaches("/api/client", "/allowed_by", "own"));
        EXPECT_EQ((co_await fuse.call(Method::get, "/api/client/token")).status, 404);
    });
}

TEST(ClientRoutes, RestartEveryConnectionAndLoseNothing) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        sim::Rig sim(executor, {.files = false});
        EXPECT_TRUE(co_await sim.printer.start());
        FakeCloud cloud(executor);
        WholeFuse fuse(executor, folder.path(), cloud.url());
        EXPECT_TRUE(co_await fuse.reaches("/api/status", "/cloud/state", "connected"));
        const auto path = "/api/printers/" + co_await fuse.add(sim.printer);
        const auto connected_at = (co_await fuse.get(path)).at("state").at("connected_at");
        EXPECT_EQ((co_await fuse.call(Method::patch, "/api/settings", R"({"timelapse_cache_gb":3})")).status,
                  200);
        const auto before = (co_await fuse.get("/api/status")).at("started_at");
        const auto url = fuse.url("/");
        EXPECT_EQ((co_await fuse.call(Method::post, "/api/client/restart")).status, 202);
        EXPECT_EQ((co_await fuse.call(Method::post, "/api/client/restart")).status, 202) << "once is enough";
        EXPECT_TRUE(co_await fuse.comes_back(before));
        EXPECT_EQ(fuse.url("/"), url);
        EXPECT_TRUE(co_await fuse.reaches("/api/status", "/cloud/state", "connected"));
        EXPECT_EQ(cloud.connections, 2u);
        EXPECT_TRUE(co_await fuse.reaches(path, "/state/connection", "online"));
        const auto state = (co_await fuse.get(path)).at("state");
        EXPECT_EQ(state.at("reconnects"), 1) << "its count goes on";
        EXPECT_NE(state.at("connected_at"), connected_at);
        EXPECT_EQ((co_await fuse.get("/api/settings")).at("timelapse_cache_gb"), 3);
        co_await fuse.stop();
        co_await cloud.stop();
        co_await sim.printer.stop();
    });
}

// Of a printer that is switched off meanwhile, so that nothing comes anew.
TEST(ClientRoutes, KeepOverARestartWhatIsInMemoryAlone) {
    with_printer([](WholeFuse& fuse, sim::Rig& sim) -> awaitable<void> {
        const auto path = "/api/printers/" + co_await fuse.add(sim.printer);
        EXPECT_EQ((co_await fuse.call(Method::get, path + "/snapshot.jpg")).status, 200);
        co_await add_absent(fuse, "Removed", "01P00A000000002", "127.0.0.2");
        const auto removed = (co_await fuse.get("/api/printers")).at(1).at("printer").at("id");
        const auto removed_path = "/api/printers/" + std::string(removed.as_string());
        EXPECT_EQ((co_await fuse.call(Method::del, removed_path)).status, 204);
        EXPECT_TRUE(co_await sim.printer.apply({.kind = sim::FaultKind::printer_off}));
        EXPECT_TRUE(co_await fuse.reaches(path, "/state/connection", "offline"));
        const auto picture = co_await fuse.call(Method::get, path + "/snapshot.jpg?max_age=3600");
        EXPECT_EQ(picture.status, 200);
        const auto history = co_await fuse.get(path + "/history");
        EXPECT_FALSE(history.at("at").as_array().empty());
        const auto messages = co_await fuse.get(path + "/communications");
        EXPECT_GT(messages.at("messages").as_array().size(), 2u);
        const auto shown = co_await fuse.get(path);
        const auto before = (co_await fuse.get("/api/status")).at("started_at");
        EXPECT_EQ((co_await fuse.call(Method::post, "/api/client/restart")).status, 202);
        EXPECT_TRUE(co_await fuse.comes_back(before));

        const auto now = co_await fuse.get(path);
        EXPECT_EQ(now.at("state").at("nozzle"), shown.at("state").at("nozzle"));
        EXPECT_EQ(now.at("camera").at("picture_at"), shown.at("camera").at("picture_at"));
        const auto kept = co_await fuse.call(Method::get, path + "/snapshot.jpg?max_age=3600");
        EXPECT_EQ(kept.status, 200);
        EXPECT_TRUE(kept.body == picture.body) << "its last picture, for its grey card";
        const auto hour = co_await fuse.get(path + "/history");
        EXPECT_EQ(hour.at("at").at(0), history.at("at").at(0));
        EXPECT_EQ(hour.at("nozzle").at(0), history.at("nozzle").at(0));
        const auto all = co_await fuse.get(path + "/communications?limit=2000");
        const auto& rows = all.at("messages").as_array();
        EXPECT_GE(rows.size(), messages.at("messages").as_array().size());
        const auto oldest = [](const json::array& list) {
            return list.front().at("number").to_number<int>() < list.back().at("number").to_number<int>()
                       ? list.front()
                       : list.back();
        };
        EXPECT_EQ(oldest(rows), oldest(messages.at("messages").as_array()));
        EXPECT_EQ(oldest(rows).at("number"), 1);
        const auto detail = co_await fuse.call(Method::get, path + "/communications/1");
        EXPECT_EQ(detail.status, 200) << "it can still be unpacked";
        EXPECT_EQ((co_await fuse.call(Method::post, removed_path + "/restore")).status, 201)
            << "Undo, within its half minute";
    });
}

TEST(ClientRoutes, BringNothingBackAfterAReset) {
    with_fuse([](WholeFuse& fuse) -> awaitable<void> {
        co_await add_absent(fuse, "Removed", "01P00A000000002", "127.0.0.2");
        const auto id = (co_await fuse.get("/api/printers")).at(0).at("printer").at("id");
        const auto path = "/api/printers/" + std::string(id.as_string());
        EXPECT_EQ((co_await fuse.call(Method::del, path)).status, 204);
        const auto before = (co_await fuse.get("/api/status")).at("started_at");
        EXPECT_EQ((co_await fuse.call(Method::post, "/api/client/reset")).status, 202);
        EXPECT_TRUE(co_await fuse.comes_back(before));
        EXPECT_EQ((co_await fuse.call(Method::post, path + "/restore")).status, 404);
    });
}

TEST(ClientRoutes, ResetToTheStateAfterTheInstallation) {
    with_cloud([](WholeFuse& fuse, FakeCloud& cloud) -> awaitable<void> {
        co_await add_absent(fuse, "One", "01P00A000000001", "127.0.0.1");
        EXPECT_EQ(
            (co_await fuse.call(Method::patch, "/api/settings", R"({"snapshots_enabled":false})")).status,
            200);
        const auto key = (co_await fuse.get("/api/client")).at("public_key");
        const auto before = (co_await fuse.get("/api/status")).at("started_at");
        cloud.polls = {"authorization_pending"};
        EXPECT_EQ((co_await fuse.call(Method::post, "/api/client/reset")).status, 202);
        EXPECT_TRUE(co_await fuse.comes_back(before));
        EXPECT_TRUE((co_await fuse.get("/api/printers")).as_array().empty());
        EXPECT_EQ((co_await fuse.get("/api/settings")).at("snapshots_enabled"), true);
        EXPECT_NE((co_await fuse.get("/api/client")).at("public_key"), key);
        EXPECT_TRUE(co_await fuse.reaches("/api/activation", "/state", "waiting"));
    });
}

TEST(ClientRoutes, ClearThePrintersAndNothingElse) {
    with_cloud([](WholeFuse& fuse, FakeCloud& cloud) -> awaitable<void> {
        co_await add_absent(fuse, "One", "01P00A000000001", "127.0.0.1");
        co_await add_absent(fuse, "Two", "01P00A000000002", "127.0.0.2");
        EXPECT_EQ((co_await fuse.call(Method::del, "/api/printers")).body, R"({"printers":2})");
        EXPECT_TRUE((co_await fuse.get("/api/printers")).as_array().empty());
        EXPECT_EQ((co_await fuse.get("/api/activation")).at("state"), "activated");
        EXPECT_TRUE(co_await eventually([&] {
            const auto lists = cloud.all<wire::Printers>();
            return lists.size() == 4 && lists.back().printers.empty();
        }));
    });
}

TEST(ClientRoutes, RefuseSnapshotsThatAreSwitchedOff) {
    with_printer([](WholeFuse& fuse, sim::Rig& sim) -> awaitable<void> {
        const auto path = "/api/printers/" + co_await fuse.add(sim.printer);
        EXPECT_EQ((co_await fuse.call(Method::patch, "/api/settings",
                                      R"({"snapshots_enabled":false,"remote_stream_enabled":false})"))
                      .status,
                  200);
        const auto refused = co_await fuse.call(Method::get, path + "/snapshot.jpg");
        EXPECT_EQ(refused.status, 403);
        EXPECT_TRUE(refused.body.contains("Snapshots are switched off"));
        EXPECT_EQ((co_await fuse.get(path)).at("camera").at("state"), "closed") << "nothing was captured";
        EXPECT_EQ(
            (co_await fuse.call(Method::patch, "/api/settings", R"({"snapshots_enabled":true})")).status,
            200);
        EXPECT_EQ((co_await fuse.call(Method::get, path + "/snapshot.jpg")).status, 200)
            << "remote streams off leaves snapshots unaffected";
    });
}

TEST(LogRoutes, ShowWhatIsNewAndNoSecret) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        FakeCloud cloud(executor);
        const auto first = log::newest();
        WholeFuse fuse(executor, folder.path(), cloud.url());
        EXPECT_TRUE(co_await fuse.reaches("/api/status", "/cloud/state", "connected"));
        co_await add_absent(fuse, "One", "01P00A000000001", "127.0.0.1");
        const auto all = co_await fuse.get("/api/logs?after=" + std::to_string(first));
        EXPECT_GT(all.at("lines").as_array().size(), 1u);
        const auto newest = all.at("lines").as_array().back().at("number").to_number<std::uint64_t>();
        EXPECT_GT(newest, first);
        log::warning("test", "one more");
        const auto more = co_await fuse.get("/api/logs?after=" + std::to_string(newest));
        EXPECT_EQ(more.at("lines").as_array().back().at("text"), "one more");
        EXPECT_EQ(more.at("lines").as_array().back().at("level"), "warning");
        const auto text = co_await fuse.call(Method::get, "/api/logs/download");
        EXPECT_TRUE(
            text.headers.at("content-disposition").starts_with("attachment; filename=\"gantry-fuse.log\""));
        EXPECT_TRUE(text.body.contains("test: one more\n"));
        EXPECT_FALSE(text.body.contains("87654321")) << "the access code";
        co_await fuse.stop();
        co_await cloud.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::web
