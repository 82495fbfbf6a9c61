// Virtual printers through a whole Fuse, as its page uses them.
#include "tests/fuse/whole_fuse.hpp"

namespace gantry::fuse::web {
namespace {

using gantry::testing::TemporaryFolder;

awaitable<std::string> add_demo(WholeFuse& fuse) {
    const auto added =
        co_await fuse.call(Method::post, "/api/printers", R"({"driver":"virtual","name":"Demo"})");
    EXPECT_EQ(added.status, 201) << added.body;
    const auto view = *parse_json(added.body);
    const auto path = "/api/printers/" + std::string(view.at("printer").at("id").as_string());
    EXPECT_TRUE(co_await fuse.reaches(path, "/state/connection", "online"));
    co_return path;
}

TEST(WebSimulation, SteersAVirtualPrinter) {
    with_fuse([](WholeFuse& fuse) -> awaitable<void> {
        const auto path = co_await add_demo(fuse);
        const auto simulation = path + "/simulation";
        const auto before = co_await fuse.get(simulation);
        EXPECT_EQ(before.at("online"), true);
        EXPECT_GE(before.at("known_errors").as_array().size(), 5u);

        const auto code = before.at("known_errors").at(0).at("code");
        const json::value error = {{"hms_errors", {code}}};
        const auto set = co_await fuse.call(Method::post, simulation, to_text(error));
        EXPECT_EQ(set.status, 200) << set.body;
        EXPECT_EQ(parse_json(set.body)->at("hms_errors").at(0), code);
        EXPECT_EQ((co_await fuse.get(path)).at("state").at("faults").at(0).at("code"), code);
        co_await fuse.call(Method::post, simulation, R"({"hms_errors":[]})");
        EXPECT_TRUE((co_await fuse.get(path)).at("state").at("faults").as_array().empty());

        const auto started =
            co_await fuse.call(Method::post, simulation,
                               R"({"test_print":{"seconds":7200,"job_name":"Benchy","speed":"sport"}})");
        EXPECT_EQ(started.status, 200) << started.body;
        const auto printing = (co_await fuse.get(path)).at("state");
        EXPECT_EQ(printing.at("activity"), "preparing");
        EXPECT_EQ(printing.at("progress").at("job_name"), "Benchy");
        EXPECT_EQ(printing.at("speed"), "sport");
        EXPECT_EQ((co_await fuse.call(Method::post, path + "/command", R"({"action":"pause"})")).status, 204);
        EXPECT_EQ((co_await fuse.get(path)).at("state").at("activity"), "paused");

        co_await fuse.call(Method::post, simulation, R"({"online":false})");
        EXPECT_TRUE(co_await fuse.reaches(path, "/state/connection", "offline"));
        co_await fuse.call(Method::post, simulation, R"({"online":true})");
        EXPECT_TRUE(co_await fuse.reaches(path, "/state/connection", "online"));
    });
}

TEST(WebSimulation, HasTemperaturesFromItsFirstReportOn) {
    with_fuse([](WholeFuse& fuse) -> awaitable<void> {
        const auto path = co_await add_demo(fuse);
        const auto hour = co_await fuse.get(path + "/history");
        EXPECT_FALSE(hour.at("at").as_array().empty()) << "an idle one has nothing to report later";
    });
}

TEST(WebSimulation, NamesWhatItRefuses) {
    with_fuse([](WholeFuse& fuse) -> awaitable<void> {
        const auto simulation = co_await add_demo(fuse) + "/simulation";
        struct Case {
            std::string path;
            std::string body;
            int status;
        };
        const auto physical = co_await fuse.call(
            Method::post, "/api/printers",
            R"({"name":"Real","address":"127.0.0.1","serial":"01P00A000000001","access_code":"12345678","ports":{"mqtt":1}})");
        EXPECT_EQ(physical.status, 201) << physical.body;
        const auto real = "/api/printers/" +
                          std::string(parse_json(physical.body)->at("printer").at("id").as_string()) +
                          "/simulation";
        for (const auto& one : std::vector<Case>{
                 {"/api/printers/none/simulation", "{}", 404},
                 {real, R"({"online":false})", 501},
                 {simulation, R"({"online":"no"})", 400},
                 {simulation, R"({"hms_errors":["0300"]})", 400},
                 {simulation, R"({"test_print":{"seconds":1}})", 400},
                 {simulation, R"({"test_print":{"speed":"warp"}})", 400},
                 {"/api/printers", R"({"driver":"virtual"})", 400},
                 {"/api/printers", R"({"driver":"virtual","name":"x","nozzle_mm":0.5})", 400},
             }) {
            const auto response = co_await fuse.call(Method::post, one.path, one.body);
            EXPECT_EQ(response.status, one.status) << one.path << one.body << response.body;
        }
        EXPECT_EQ((co_await fuse.call(Method::get, real)).status, 501);
    });
}

TEST(WebSimulation, ShowsTheGeneratedPicture) {
    with_fuse([](WholeFuse& fuse) -> awaitable<void> {
        const auto path = co_await add_demo(fuse);
        const auto picture = co_await fuse.call(Method::get, path + "/snapshot.jpg");
        EXPECT_EQ(picture.status, 200) << picture.body;
        EXPECT_EQ(picture.body.substr(0, 2), "\xFF\xD8");
        const auto view = co_await fuse.get(path);
        EXPECT_EQ(view.at("camera").at("state"), "streaming");
        EXPECT_EQ(view.at("printer").at("camera"), "generated");
    });
}

}  // namespace
}  // namespace gantry::fuse::web
