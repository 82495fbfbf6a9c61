// A whole Fuse through its own web interface.
#include "fuse/web/web.hpp"

#include <fstream>
#include <sstream>

#include "tests/fuse/whole_fuse.hpp"

namespace gantry::fuse::web {
namespace {

using testing::TemporaryFolder;

std::string firefox_offer() {
    std::ifstream file(std::string(GANTRY_SOURCE_DIR) + "/fuzz/corpus/rtc_sdp/firefox");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST(Web, NamesWhatIsWrongWithARequest) {
    with_fuse([](WholeFuse& fuse) -> awaitable<void> {
        struct Case {
            Method method;
            std::string path;
            std::string body;
            int status;
        };
        const std::vector<Case> cases = {
            {Method::post, "/api/printers", "{", 400},
            {Method::post, "/api/printers", R"({"name":"x","address":"nowhere","access_code":"1"})", 400},
            {Method::post, "/api/printers", R"({"name":3})", 400},
            {Method::get, "/api/printers/none", "", 404},
            {Method::patch, "/api/printers/none", "{}", 404},
            {Method::del, "/api/printers/none", "", 404},
            {Method::get, "/api/printers/none/history", "", 404},
            {Method::post, "/api/printers/none/command", R"({"action":"pause"})", 404},
            {Method::post, "/api/printers/none/command", R"({"action":"explode"})", 400},
            {Method::post, "/api/printers/none/command", "{}", 400},
            {Method::get, "/api/printers/none/snapshot.jpg", "", 404},
            {Method::post, "/api/printers/none/whep", "v=0", 501},
            {Method::get, "/api/printers/none/whep/none", "", 404},
            {Method::del, "/api/printers/none/whep/none", "", 404},
            {Method::patch, "/api/settings", R"({"gateway_url":"javascript:x"})", 400},
            {Method::patch, "/api/settings", R"({"cameras_enabled":"yes"})", 400},
            {Method::post, "/api/printers/identify", R"({"address":"127.0.0.1","mqtt_port":1})", 503},
            {Method::get, "/api/nothing", "", 404},
        };
        for (const auto& one : cases) {
            const auto response = co_await fuse.call(one.method, one.path, one.body);
            EXPECT_EQ(response.status, one.status) << one.path << " " << one.body << response.body;
        }
        const auto foreign = co_await fuse.call(Method::patch, "/api/settings", "{}", "application/json",
                                                "http://evil.example");
        EXPECT_EQ(foreign.status, 403);
    });
}

TEST(Web, KeepsSettingsAcrossARestart) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        {
            WholeFuse fuse(executor, folder.path(), no_cloud);
            const auto changed =
                co_await fuse.call(Method::patch, "/api/settings", R"({"snapshots_enabled":false})");
            EXPECT_EQ(changed.status, 200);
            co_await fuse.stop();
        }
        WholeFuse fuse(executor, folder.path(), "http://127.0.0.1:2");
        const auto settings = co_await fuse.get("/api/settings");
        EXPECT_EQ(settings.at("snapshots_enabled"), false);
        EXPECT_EQ(settings.at("cameras_enabled"), true);
        EXPECT_EQ(settings.at("gateway_url"), no_cloud);
        co_await fuse.stop();
    });
}

TEST(Web, ChangesTheGivenSettingsOnly) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        WholeFuse fuse(executor, folder.path(), no_cloud);
        Supervisor pages(executor, "test");
        std::vector<Task> tasks;
        for (const auto* change : {R"({"snapshots_enabled":false})", R"({"remote_stream_enabled":false})",
                                   R"({"cameras_enabled":false})"})
            tasks.push_back(pages.spawn("page", [&fuse, change]() -> awaitable<void> {
                EXPECT_EQ((co_await fuse.call(Method::patch, "/api/settings", change)).status, 200);
            }));
        for (auto& task : tasks)
            co_await task.join();
        const auto settings = co_await fuse.get("/api/settings");
        for (const auto* member : {"snapshots_enabled", "remote_stream_enabled", "cameras_enabled"})
            EXPECT_EQ(settings.at(member), false) << member;
        EXPECT_EQ(settings.at("gateway_enabled"), true);
        co_await fuse.stop();
    });
}

TEST(Web, ShowsAPrinterFromAddressToPicture) {
    with_printer([](WholeFuse& fuse, sim::Rig& sim) -> awaitable<void> {
        const json::value who = {{"address", sim.printer.address()}, {"mqtt_port", sim.printer.ports().mqtt}};
        const auto identity = co_await fuse.call(Method::post, "/api/printers/identify", to_text(who));
        EXPECT_EQ(identity.body, R"({"serial":")" + sim.printer.serial() + R"(","model":"P1S"})");
        const auto path = "/api/printers/" + co_await fuse.add(sim.printer);
        const auto picture = co_await fuse.call(Method::get, path + "/snapshot.jpg");
        EXPECT_EQ(picture.status, 200);
        EXPECT_EQ(picture.body.substr(0, 2), "\xFF\xD8");
        const auto view = co_await fuse.get(path);
        const auto history = co_await fuse.get(path + "/history");
        EXPECT_GE(history.at("at").as_array().size(), 1U);
        EXPECT_EQ(history.at("nozzle").as_array().size(), history.at("at").as_array().size());
        EXPECT_EQ(history.at("chamber").at(0), nullptr);
        EXPECT_EQ(view.at("status"), "ready");
        EXPECT_GT(view.at("camera").at("picture_at").to_number<std::int64_t>(), 0);
        EXPECT_FALSE(to_text(view).contains("12345678")) << "the access code is nobody's business";
        EXPECT_EQ((co_await fuse.call(Method::patch, "/api/settings", R"({"cameras_enabled":false})")).status,
                  200);
        EXPECT_EQ((co_await fuse.call(Method::get, path + "/snapshot.jpg")).status, 403);
        EXPECT_EQ((co_await fuse.call(Method::del, path)).status, 204);
        EXPECT_EQ((co_await fuse.call(Method::get, path)).status, 404);
    });
}

TEST(Web, SpeaksWhep) {
    with_printer([](WholeFuse& fuse, sim::Rig& sim) -> awaitable<void> {
        const auto path = "/api/printers/" + co_await fuse.add(sim.printer);
        const auto answer =
            co_await fuse.call(Method::post, path + "/whep", firefox_offer(), "application/sdp");
        EXPECT_EQ(answer.status, 201) << answer.body;
        EXPECT_EQ(answer.headers.at("content-type"), "application/sdp");
        EXPECT_TRUE(answer.body.contains("a=candidate:")) << answer.body;
        const auto session = answer.headers.at("location");
        EXPECT_TRUE(session.starts_with(path + "/whep/"));
        EXPECT_EQ((co_await fuse.get(session)).at("state"), "connecting");
        EXPECT_EQ((co_await fuse.get(path)).at("camera").at("viewers"), 1);
        const auto trickled =
            co_await fuse.call(Method::patch, session, "a=candidate:1 1 UDP 1 127.0.0.1 9 typ host\r\n",
                               "application/trickle-ice-sdpfrag");
        EXPECT_EQ(trickled.status, 204);
        EXPECT_EQ((co_await fuse.call(Method::del, session)).status, 204);
        EXPECT_TRUE(co_await fuse.reaches(session, "/state", "ended"));
        EXPECT_EQ((co_await fuse.get(path)).at("camera").at("viewers"), 0);
    });
}

TEST(Web, TellsPagesWhatChanges) {
    with_printer([](WholeFuse& fuse, sim::Rig& sim) -> awaitable<void> {
        const auto id = co_await fuse.add(sim.printer);
        net::websocket::ClientRequest request{.url = fuse.url("/api/events", "ws")};
        auto page = co_await net::websocket::connect(std::move(request));
        EXPECT_TRUE(page);
        for (const std::string type : {"status", "activation", "settings", "transfers", "printers"}) {
            const auto text = co_await within(5s, (*page)->read());
            EXPECT_EQ(parse_json(*text)->at("type").as_string(), type);
        }
        EXPECT_EQ((co_await fuse.call(Method::post, "/api/printers/" + id + "/command",
                                      R"({"action":"light_off"})"))
                      .status,
                  204);
        bool light_off = false;
        while (!light_off) {
            const auto text = co_await within(5s, (*page)->read());
            const auto event = *parse_json(*text);
            boost::system::error_code none;
            const auto* light = event.find_pointer("/changes/light_on", none);
            light_off = light != nullptr && *light == json::value(false) && event.at("id").as_string() == id;
        }
    });
}

TEST(Web, ShowsTheCommunicationsOfAPrinter) {
    with_printer([](WholeFuse& fuse, sim::Rig& sim) -> awaitable<void> {
        const auto path = "/api/printers/" + co_await fuse.add(sim.printer) + "/communications";
        const auto sent = co_await fuse.get(path + "?direction=send&limit=1&search=PUSHALL");
        EXPECT_EQ(sent.at("messages").at(0).at("name"), "pushall");
        const auto all = co_await fuse.get(path);
        EXPECT_EQ(all.at("messages").at(0).at("name"), "connected");
        const auto received = co_await fuse.get(path + "?direction=receive&search=push_status");
        const auto number = received.at("messages").at(0).at("number").to_number<int>();
        const auto detail = co_await fuse.get(path + "/" + std::to_string(number));
        EXPECT_EQ(detail.at("format"), "json");
        EXPECT_EQ(detail.at("state").at("activity"), "idle");
        const auto lines = co_await fuse.call(Method::get, path + "/download");
        EXPECT_EQ(lines.headers.at("content-type"), "application/x-ndjson");
        EXPECT_EQ(lines.headers.at("content-disposition"),
                  "attachment; filename=\"communications-Workshop.jsonl\"");
        EXPECT_EQ(parse_json(lines.body.substr(0, lines.body.find('\n')))->at("name"), "connected");
        EXPECT_FALSE(lines.body.contains("12345678"));
        for (const auto* wrong : {"?limit=0", "?limit=2001", "?limit=x", "?direction=up", "/x"})
            EXPECT_EQ((co_await fuse.call(Method::get, path + wrong)).status, 400) << wrong;
        EXPECT_EQ((co_await fuse.call(Method::get, path + "/999999")).status, 404);
        EXPECT_EQ((co_await fuse.call(Method::get, "/api/printers/none/communications")).status, 404);
    });
}

awaitable<json::value> next_event(net::websocket::Connection& page) {
    const auto text = co_await within(10s, page.read());
    co_return text ? *parse_json(*text) : json::value();
}

TEST(Web, FollowsTheCommunicationsOfAPrinter) {
    with_printer([](WholeFuse& fuse, sim::Rig& sim) -> awaitable<void> {
        const auto path = "/api/printers/" + co_await fuse.add(sim.printer);
        net::websocket::ClientRequest request{
            .url = fuse.url(path + "/communications/live?direction=send", "ws")};
        auto page = co_await net::websocket::connect(std::move(request));
        EXPECT_TRUE(page);
        auto event = co_await next_event(**page);
        EXPECT_EQ(event.at("type"), "messages");
        EXPECT_EQ(event.at("messages").at(0).at("name"), "pushall");
        EXPECT_EQ((co_await fuse.call(Method::post, path + "/command", R"({"action":"light_off"})")).status,
                  204);
        event = co_await next_event(**page);
        EXPECT_EQ(event.at("message").at("name"), "ledctrl");
        EXPECT_EQ((co_await fuse.call(Method::del, path + "/communications")).status, 204);
        EXPECT_EQ((co_await next_event(**page)).at("type"), "cleared");
        EXPECT_EQ((co_await fuse.call(Method::del, path)).status, 204);
        EXPECT_FALSE(co_await within(5s, (*page)->read())) << "it is closed when the printer goes";
    });
}

}  // namespace
}  // namespace gantry::fuse::web
