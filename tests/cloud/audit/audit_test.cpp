#include <gmock/gmock.h>

#include "cloud/audit/export.hpp"
#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {
namespace {

using ::testing::HasSubstr;

std::vector<std::string> actions_of(const Response& response) {
    std::vector<std::string> actions;
    const auto answer = parse_json(response.body);
    for (const auto& entry : answer->at("entries").as_array())
        actions.push_back(text_at(entry.as_object(), "action"));
    return actions;
}

TEST(Audit, SaysWhoDidWhatToWhatFromWhere) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto vic = co_await cloud.add_user(owner, "vic", "viewer");
        const auto path = "/api/users/" + co_await cloud.user_id(vic);
        EXPECT_EQ((co_await cloud.call(Method::patch, path, R"({"role":"operator"})", owner)).status, 200);
        const json::object wrong = {{"email", "vic@example.org"}, {"password", "a wrong password"}};
        EXPECT_EQ((co_await cloud.call(Method::post, "/api/session", to_text(wrong))).status, 401);
        const auto page = co_await cloud.call(Method::get, "/api/audit", "", owner);
        EXPECT_THAT(actions_of(page),
                    ::testing::ElementsAre("session.refused", "user.changed", "session.opened", "user.joined",
                                           "user.invited", "store.created"));
        const auto answer = parse_json(page.body);
        const auto& changed = answer->at("entries").as_array().at(1).as_object();
        EXPECT_EQ(text_at(changed, "actor"), "Olive");
        EXPECT_EQ(text_at(changed, "object"), "vic@example.org");
        EXPECT_EQ(text_at(changed, "address"), "127.0.0.1");
        EXPECT_EQ(changed.at("detail").at("after").at("role").as_string(), "operator");
        EXPECT_THAT(page.body, Not(HasSubstr("a wrong password")));
        EXPECT_THAT(page.body, Not(HasSubstr("a long password")));
    });
}

TEST(Audit, IsReadByFiltersAndPageByPage) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        for (const auto* name : {"a", "b", "c"})
            co_await cloud.invite(owner, name, "viewer");
        const auto get = [&](std::string query) {
            return cloud.call(Method::get, "/api/audit" + query, "", owner);
        };
        const auto first = co_await get("?action=user.&limit=2");
        EXPECT_THAT(actions_of(first), ::testing::ElementsAre("user.invited", "user.invited"));
        const auto next = parse_json(first.body)->at("next").as_int64();
        const auto second = co_await get("?action=user.&limit=2&before=" + std::to_string(next));
        EXPECT_THAT(actions_of(second), ::testing::ElementsAre("user.invited"));
        EXPECT_TRUE(parse_json(second.body)->at("next").is_null());
        EXPECT_TRUE(actions_of(co_await get("?action=user.inv")).empty());
        EXPECT_TRUE(actions_of(co_await get("?actor=somebody")).empty());
        EXPECT_EQ(actions_of(co_await get("?actor=" + co_await cloud.user_id(owner))).size(), 4u);
        EXPECT_TRUE(actions_of(co_await get("?until=1000")).empty());
        EXPECT_TRUE(actions_of(co_await get("?since=9000000000000")).empty());
        EXPECT_EQ((co_await get("?limit=many")).status, 400);
        EXPECT_EQ((co_await get("?before=-1")).status, 400);
        EXPECT_TRUE(actions_of(co_await get("?action=%27%20OR%201%3D1%20--")).empty());
    });
}

TEST(Audit, KnowsWhoHasDoneSomethingAlsoWhenTheyAreGone) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        FakeFuse fuse(cloud);
        co_await fuse.activate(owner);
        const auto vic = co_await cloud.add_user(owner, "vic", "viewer");
        const auto vic_id = co_await cloud.user_id(vic);
        const auto made = co_await cloud.call(Method::post, "/api/keys",
                                              R"({"name":"Script","permissions":["fuse.manage"]})", owner);
        const auto key = text_at(parse_json(made.body)->as_object(), "key");
        const auto fuses = co_await cloud.call(Method::get, "/api/fuses", "", owner);
        const auto path = "/api/fuses/" + text_at(parse_json(fuses.body)->at(0).as_object(), "id");
        const auto renamed = co_await cloud.call_with(
            Method::patch, path, {{"authorization", "Bearer " + key}}, R"({"name":"Hall"})");
        EXPECT_EQ(renamed.status, 204);
        const auto actors = [&](std::string query = "") {
            return cloud.call(Method::get, "/api/audit/actors" + query, "", owner);
        };
        const auto of = [](const Response& response) {
            std::vector<std::string> all;
            for (const auto& actor : parse_json(response.body)->as_array())
                all.push_back(text_at(actor.as_object(), "kind") + " " + text_at(actor.as_object(), "name") +
                              (actor.at("here").as_bool() ? "" : ", gone"));
            return all;
        };
        EXPECT_THAT(of(co_await actors()), ::testing::ElementsAre("user Olive", "apikey Script", "user vic"));
        const auto key_id = text_at(parse_json(made.body)->at("api_key").as_object(), "id");
        EXPECT_EQ((co_await cloud.call(Method::del, "/api/keys/" + key_id, "", owner)).status, 204);
        EXPECT_EQ((co_await cloud.call(Method::del, "/api/users/" + vic_id, "", owner)).status, 204);
        const auto all = co_await actors();
        EXPECT_THAT(of(all), ::testing::ElementsAre("user Olive", "apikey Script, gone", "user vic, gone"));
        const auto first = co_await actors("?limit=1");
        EXPECT_THAT(of(first), ::testing::ElementsAre("user Olive"));
        EXPECT_THAT(first.headers.at("link"), HasSubstr("/api/audit/actors?limit=1&after="));
        const auto of_key = co_await cloud.call(Method::get, "/api/audit?actor=" + key_id, "", owner);
        EXPECT_THAT(actions_of(of_key), ::testing::ElementsAre("fuse.renamed"));
    });
}

TEST(Audit, IsTakenAwayAsCsvAndAsJsonLines) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        co_await cloud.invite(owner, "bob", "viewer");
        const auto csv = co_await cloud.call(Method::get, "/api/audit/export?format=csv", "", owner);
        EXPECT_EQ(csv.headers.at("content-type"), "text/csv; charset=utf-8");
        EXPECT_THAT(csv.headers.at("content-disposition"), HasSubstr("audit.csv"));
        EXPECT_THAT(csv.body, ::testing::StartsWith("number,at,"));
        EXPECT_THAT(csv.body, HasSubstr(R"("user.invited","bob@example.org")"));
        const auto lines = co_await cloud.call(Method::get, "/api/audit/export?format=jsonl", "", owner);
        EXPECT_EQ(std::ranges::count(lines.body, '\n'), 2);
        const auto line = parse_json(lines.body.substr(0, lines.body.find('\n')));
        EXPECT_EQ(text_at(line->as_object(), "action"), "user.invited");
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/audit/export", "", owner)).status, 400);
    });
}

TEST(Audit, IsOfOneStoreOnly) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto eve = co_await cloud.add_other_store(owner, "eve");
        const auto hers = co_await cloud.call(Method::get, "/api/audit", "", eve);
        EXPECT_THAT(actions_of(hers), ::testing::ElementsAre("session.opened", "store.created"));
        const auto key_of = [&](std::string cookie) {
            return cloud.call(Method::post, "/api/keys", R"({"name":"log","permissions":["audit.view"]})",
                              cookie);
        };
        const auto key = text_at(parse_json((co_await key_of(eve)).body)->as_object(), "key");
        const auto by_key =
            co_await cloud.call_with(Method::get, "/api/audit", {{"authorization", "Bearer " + key}});
        EXPECT_EQ(actions_of(by_key).size(), 3u);
        const auto actors = co_await cloud.call(Method::get, "/api/audit/actors", "", eve);
        EXPECT_THAT(actors.body, Not(HasSubstr("Olive")));
    });
}

TEST(Audit, IsNeitherChangedNorShortenedBeforeItsTime) {
    run_coroutine_and_drain([](Executor) -> awaitable<void> {
        const TemporaryFolder folder;
        storage::Database database(folder / "cloud.sqlite");
        const auto passed = std::make_shared<std::chrono::hours>(-std::chrono::days(400));
        const auto now = [passed] { return std::chrono::system_clock::now() + *passed; };
        audit::Log log(database, {.keep = std::chrono::days(365), .now = now});
        const StoreId store("s");
        EXPECT_TRUE(co_await log.note({store, {}, "first", ""}));
        *passed = std::chrono::hours(0);
        EXPECT_TRUE(co_await log.note({store, {}, "second", ""}));
        const auto run = [&](std::string statement) {
            return database.run([statement](soci::session& sql) -> Result<> {
                sql << statement;
                return {};
            });
        };
        EXPECT_EQ((co_await run("UPDATE audit SET action = 'nothing'")).error().code, Errc::storage);
        EXPECT_EQ((co_await run("DELETE FROM audit")).error().code, Errc::storage);
        EXPECT_EQ((co_await log.page(store, {}))->entries.size(), 2u);
        EXPECT_EQ(*co_await log.forget_old(), 1);
        const auto left = co_await log.page(store, {});
        EXPECT_EQ(left->entries.at(0).action, "second");
        EXPECT_EQ(left->entries.size(), 1u);
    });
}

TEST(Audit, AsCsvIsNoFormula) {
    const std::vector<audit::View> entries = {{.number = 1,
                                               .at = 1'700'000'000'123,
                                               .actor = "=1+1",
                                               .action = "user.changed",
                                               .object = "say \"hi\", now"}};
    EXPECT_THAT(audit::csv(entries),
                HasSubstr("1,2023-11-14T22:13:20.123Z,nobody,\"\",\"'=1+1\",\"\",\"user.changed\","
                          "\"say \"\"hi\"\", now\""));
    EXPECT_EQ(audit::json_lines({}), "");
}

}  // namespace
}  // namespace gantry::cloud
