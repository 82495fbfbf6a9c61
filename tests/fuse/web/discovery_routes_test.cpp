// Finding and adding printers through a whole Fuse, as its page does.
#include "tests/fuse/whole_fuse.hpp"

namespace gantry::fuse::web {
namespace {

using gantry::testing::TemporaryFolder;

json::object wanted(const sim::SimulatedPrinter& printer, const std::string& name, const std::string& code) {
    return {{"name", name},
            {"address", printer.address()},
            {"serial", printer.serial()},
            {"access_code", code},
            {"ports", {{"mqtt", printer.ports().mqtt}, {"camera", printer.ports().camera}}}};
}

awaitable<json::value> post(WholeFuse& fuse, std::string path, json::value body) {
    const auto text = to_text(body);
    const auto answer = co_await fuse.call(Method::post, path, text);
    EXPECT_LT(answer.status, 300) << path << answer.body;
    co_return *parse_json(answer.body);
}

TEST(WebDiscovery, NamesWhatIsWrongWithARequest) {
    with_fuse([](WholeFuse& fuse) -> awaitable<void> {
        struct Case {
            std::string path;
            std::string body;
            int status;
            std::string says;
        };
        const std::vector<Case> cases = {
            {"scan", "{", 400, ""},
            {"scan", R"({"kind":"guess"})", 400, "kind"},
            {"scan", R"({"kind":"subnet"})", 400, "192.168.0.0/24"},
            {"scan", R"({"kind":"subnet","subnet":"<b>"})", 400, "is not a network"},
            {"scan", R"({"kind":"subnet","subnet":"2001:db8::/64"})", 501, "IPv6"},
            {"scan", R"({"kind":"subnet","subnet":"10.0.0.0/15"})", 413, "parts of it"},
            {"test", R"({"address":"nowhere","access_code":"12345678"})", 200, "looks like"},
            {"test", R"({"address":"::1","access_code":"12345678"})", 200, "IPv6"},
            {"test", R"({"driver":"virtual","access_code":"12345678"})", 200, "no driver"},
            {"test", R"({"address":7})", 400, "address"},
            {"add", "{}", 400, "no printer was selected"},
            {"add", R"({"printers":{}})", 400, "printers"},
        };
        for (const auto& one : cases) {
            const auto response = co_await fuse.call(Method::post, "/api/discovery/" + one.path, one.body);
            EXPECT_EQ(response.status, one.status) << one.path << " " << one.body << response.body;
            EXPECT_NE(response.body.find(one.says), std::string::npos) << response.body;
        }
        std::string many = R"({"printers":[{"name":"0"})";
        for (int i = 1; i <= 100; ++i)
            many += R"(,{"name":"x"})";
        EXPECT_EQ((co_await fuse.call(Method::post, "/api/discovery/add", many + "]}")).status, 413);
    });
}

TEST(WebDiscovery, SaysWhatTheDialogsAskFor) {
    with_fuse([](WholeFuse& fuse) -> awaitable<void> {
        const auto forms = co_await fuse.get("/api/drivers");
        EXPECT_EQ(forms.as_array().size(), 1u) << "virtual printers have no address";
        const auto& form = forms.at(0);
        EXPECT_EQ(form.at("driver"), "bambu");
        EXPECT_NE(std::string(form.at("preparation").as_string()).find("Developer Mode"), std::string::npos);
        const json::array models = {"X1 Carbon", "X1", "P1P", "P1S", "A1 Mini", "A1", "Other"};
        EXPECT_EQ(form.at("fields").at(0).at("choices"), models);
        const auto& code = form.at("fields").at(2);
        EXPECT_EQ(code.at("key"), "access_code");
        EXPECT_EQ(code.at("kind"), "secret");
        EXPECT_EQ(code.at("length"), 8);
    });
}

TEST(WebDiscovery, TellsPagesWhatIsFoundAsItIsFound) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        sim::Rig sim(executor, {.address = "127.36.1.1", .ports = sim::Ports::real, .files = false});
        EXPECT_TRUE(co_await sim.printer.start());
        WholeFuse fuse(executor, folder.path(), no_cloud);
        net::websocket::ClientRequest request{.url = fuse.url("/api/discovery/events", "ws")};
        auto page = co_await net::websocket::connect(std::move(request));
        EXPECT_TRUE(page);
        const auto next = [&page]() -> awaitable<json::value> {
            const auto text = co_await within(10s, (*page)->read());
            co_return *parse_json(text.value_or("{}"));
        };
        auto event = co_await next();
        EXPECT_EQ(event.at("type"), "discovery");
        EXPECT_EQ(event.at("fresh"), true);
        EXPECT_EQ(event.at("scan"), nullptr);
        const json::object scan{{"kind", "subnet"}, {"subnet", "127.36.1.0/30"}};
        EXPECT_EQ((co_await post(fuse, "/api/discovery/scan", scan)).at("state"), "running");
        bool found = false;
        while (event.at("scan").is_null() || event.at("scan").at("state") == "running") {
            event = co_await next();
            EXPECT_EQ(event.at("fresh"), false);
            for (const auto& one : event.at("printers").as_array())
                found = found || one.at("seen").at("serial") == json::value(sim.printer.serial());
        }
        EXPECT_EQ(event.at("scan").at("state"), "finished");
        EXPECT_TRUE(found);
        EXPECT_EQ((co_await fuse.call(Method::del, "/api/discovery/scan")).status, 204) << "none runs: fine";
        const auto view = co_await fuse.get("/api/discovery");
        EXPECT_EQ(view.at("ports").at(0).at("port"), 1990);
        EXPECT_EQ(view.at("interfaces"), json::array({"lo"}));
        EXPECT_EQ(view.at("printers").at(0).at("known"), nullptr);
        co_await fuse.stop();
        co_await sim.printer.stop();
    });
}

TEST(WebDiscovery, AddsSeveralAndSaysWhichWereRefused) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        sim::Rig first(executor, {.files = false});
        sim::Rig second(executor, {.model = "a1", .files = false});
        EXPECT_TRUE(co_await first.printer.start());
        EXPECT_TRUE(co_await second.printer.start());
        WholeFuse fuse(executor, folder.path(), no_cloud);
        const std::string odd = "Ünï \"quoted\" <b>bold</b> 🦾";
        auto too_long = wanted(second.printer, std::string(500, 'n'), "12345678");
        auto same_again = wanted(first.printer, "again", "12345678");
        auto same_place = wanted(first.printer, "same place", "12345678");
        same_place["serial"] = "01P00C000000099";
        auto sixth = wanted(second.printer, "IPv6", "12345678");
        sixth["address"] = "fe80::1";
        const json::array printers = {
            wanted(first.printer, odd, "12345678"),          same_again, same_place, too_long, sixth,
            wanted(second.printer, "wrong code", "87654321")};
        const auto answer = co_await post(fuse, "/api/discovery/add", json::object{{"printers", printers}});
        const auto& results = answer.at("results").as_array();
        EXPECT_EQ(results.size(), 6u);
        EXPECT_TRUE(results.at(0).at("id").is_string());
        const std::vector<std::pair<std::string, std::string>> refusals = {
            {"conflict", odd}, {"conflict", odd}, {"malformed", "this one has 500"}, {"unsupported", "IPv6"}};
        for (std::size_t i = 0; i < refusals.size(); ++i) {
            const auto& problem = results.at(i + 1).at("problem");
            EXPECT_EQ(problem.at("code"), json::value(refusals.at(i).first)) << i;
            EXPECT_NE(std::string(problem.at("detail").as_string()).find(refusals.at(i).second),
                      std::string::npos)
                << to_text(problem);
        }
        // It is kept, says what is wrong, and works once that is put right.
        const auto path = "/api/printers/" + std::string(results.at(5).at("id").as_string());
        EXPECT_TRUE(co_await fuse.reaches(path, "/state/problem/code", "unauthorized"));
        const auto changed = co_await fuse.call(Method::patch, path, R"({"access_code":"12345678"})");
        EXPECT_EQ(changed.status, 200);
        EXPECT_TRUE(co_await fuse.reaches(path, "/state/connection", "online"));
        co_await fuse.stop();
        co_await first.printer.stop();
        co_await second.printer.stop();
    });
}

TEST(WebDiscovery, TriesACodeAndNamesTheVerdict) {
    with_printer([](WholeFuse& fuse, sim::Rig& sim) -> awaitable<void> {
        const auto right = co_await post(fuse, "/api/discovery/test", wanted(sim.printer, "", "12345678"));
        EXPECT_EQ(right.at("problem"), nullptr);
        EXPECT_EQ(right.at("identity").at("model"), "P1S");
        const auto wrong = co_await post(fuse, "/api/discovery/test", wanted(sim.printer, "", "87654321"));
        EXPECT_EQ(wrong.at("problem").at("code"), "unauthorized");
        EXPECT_EQ(wrong.at("identity"), nullptr);
        EXPECT_TRUE((co_await fuse.get("/api/printers")).as_array().empty());
    });
}

}  // namespace
}  // namespace gantry::fuse::web
