#include "cloud/prints/routes.hpp"

#include <gmock/gmock.h>

#include "tests/cloud/stage.hpp"

namespace gantry::cloud::prints {
namespace {

using ::testing::HasSubstr;

json::object print_of(const std::string& id, const char* result, std::int64_t ended_at = 0) {
    return {{"id", id},           {"job_id", ""},         {"name", "<b>hook</b>"},
            {"started_at", 1000}, {"ended_at", ended_at}, {"result", result},
            {"reason", ""}};
}

json::object change(const json::object& print) {
    return {{"type", "state"}, {"printer", "p1"}, {"changes", {{"print", print}}}};
}

json::object printers_with(const json::object& print) {
    auto message = printers_message({"p1", "p2"});
    message["printers"].as_array()[0].as_object()["state"].as_object()["print"] = print;
    return message;
}

awaitable<json::object> prints_of(Stage& stage, std::string query = "") {
    const auto answer = co_await stage.as_owner(Method::get, "/api/printers/p1/prints" + query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    co_return parse_json(answer.body)->as_object();
}

TEST(PrintsRoutes, TellWhatRunsAndWhatRanAsItBeginsAndEnds) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        co_await stage.prepare("viewer", printers_message({"p1", "p2"}));
        EXPECT_EQ(to_text(co_await prints_of(stage)), R"({"prints":[],"next":null})");
        stage.gateway->send(change(print_of("a", "running")));
        EXPECT_EQ(text_at(co_await stage.page->expect("prints"), "id"), "p1");
        EXPECT_EQ(
            to_text((co_await prints_of(stage)).at("prints")),
            R"([{"number":1,"name":"<b>hook</b>","started_at":1000,"ended_at":0,"result":"running","reason":""}])");
        stage.gateway->send(change(print_of("a", "cancelled", 2000)));
        co_await stage.page->expect("prints");
        // Away and back again: everything is said anew, and one more has begun.
        stage.gateway.reset();
        co_await stage.page->expect("printer");
        stage.gateway.emplace(co_await stage.fuse.connect());
        stage.gateway->send(printers_with(print_of("a", "cancelled", 2000)));
        stage.gateway->send(printers_with(print_of("b", "running")));
        co_await stage.page->expect("prints");
        const auto first = co_await prints_of(stage, "?limit=1");
        EXPECT_EQ(first.at("prints").at(0).at("number"), 2);
        EXPECT_EQ(first.at("next"), 2);
        const auto second = co_await prints_of(stage, "?limit=1&before=2");
        EXPECT_EQ(second.at("prints").at(0).at("result"), "cancelled");
        EXPECT_TRUE(second.at("next").is_null());
        const auto bad = co_await stage.as_owner(Method::get, "/api/printers/p1/prints?before=x");
        EXPECT_EQ(bad.status, 400);
    });
}

TEST(PrintsRoutes, AreThereAfterARestartOnce) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        co_await stage.prepare();
        stage.gateway->send(change(print_of("a", "running")));
        co_await stage.page->expect("prints");
        const auto data = stage.cloud.folder();
        co_await stage.cloud.stop();
        TestCloud again(executor, [&](Settings& settings) { settings.data = data; });
        const auto ask = [&](std::string path) { return again.call(Method::get, path, "", stage.owner); };
        const auto shown = co_await ask("/api/printers/p1");
        EXPECT_THAT(shown.body, HasSubstr(R"("print":{"id":"a")"));
        EXPECT_THAT((co_await ask("/api/printers/p1/prints")).body, HasSubstr(R"("result":"running")"));
        co_await again.stop();
    });
}

TEST(PrintsRoutes, AreForThoseWhoMaySeeJobsOfThePrintersInTheirScope) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        co_await stage.prepare("viewer", printers_message({"p1", "p2"}));
        stage.gateway->send(change(print_of("a", "running")));
        co_await stage.page->expect("prints");
        const auto ask = [&](std::string who, std::string id = "p1") {
            return stage.cloud.call(Method::get, "/api/printers/" + id + "/prints", "", who);
        };
        EXPECT_EQ((co_await ask(stage.watcher)).status, 200);
        EXPECT_EQ((co_await ask("")).status, 401);
        EXPECT_EQ((co_await ask(stage.owner, "unknown")).status, 404);
        const auto stranger = co_await stage.cloud.add_other_store(stage.owner, "eve");
        EXPECT_EQ((co_await ask(stranger)).status, 404);
        co_await stage.change_watcher(R"({"scope":{"all":false,"printers":["p2"]}})");
        EXPECT_EQ((co_await ask(stage.watcher)).status, 404);
        // Nor is such a page told of them.
        auto owners = co_await open_page(stage.cloud, stage.owner);
        stage.gateway->send(change(print_of("b", "running")));
        EXPECT_EQ(text_at(co_await owners.expect("prints"), "id"), "p1");
        auto other = change(print_of("c", "running"));
        other["printer"] = "p2";
        stage.gateway->send(other);
        EXPECT_EQ(text_at(co_await stage.page->expect("prints"), "id"), "p2");
        co_await stage.change_watcher(R"({"scope":{"all":true},"overrides":{"job.view":false}})");
        EXPECT_EQ((co_await ask(stage.watcher)).status, 403);
    });
}

TEST(PrintsRoutes, GoWithTheirStore) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        co_await stage.prepare();
        stage.gateway->send(change(print_of("a", "running")));
        co_await stage.page->expect("prints");
        const auto deleted =
            co_await stage.as_owner(Method::post, "/api/store/delete", R"({"name":"Workshop"})");
        EXPECT_EQ(deleted.status, 204) << deleted.body;
        const auto data = stage.cloud.folder();
        co_await stage.cloud.stop();
        storage::Database database(data / "cloud.sqlite");
        const auto left = co_await database.run([](soci::session& sql) -> Result<int> {
            int count = 0;
            sql << "SELECT COUNT(*) FROM prints", soci::into(count);
            return count;
        });
        EXPECT_EQ(*left, 0);
    });
}

}  // namespace
}  // namespace gantry::cloud::prints
