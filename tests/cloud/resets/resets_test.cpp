#include <gmock/gmock.h>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {
namespace {

awaitable<Response> make(TestCloud& cloud, std::string user, std::string cookie, std::string body = "{}") {
    co_return co_await cloud.call(Method::post, "/api/users/" + user + "/reset", body, cookie);
}

std::string token_of(const Response& made) {
    const auto link = text_at(parse_json(made.body)->as_object(), "link");
    return link.substr(link.find('#') + 1);
}

awaitable<int> use(TestCloud& cloud, std::string token, std::string password) {
    const json::object body = {{"token", token}, {"password", password}};
    co_return (co_await cloud.call(Method::post, "/api/password/reset", to_text(body))).status;
}

TEST(Resets, SetAPasswordOnceAndSignOutEverywhere) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto vic = co_await cloud.add_user(owner, "vic", "viewer");
        auto page = co_await open_page(cloud, vic);
        const auto made = co_await make(cloud, co_await cloud.user_id(vic), owner);
        EXPECT_EQ(made.status, 201) << made.body;
        const auto token = token_of(made);
        EXPECT_EQ(co_await use(cloud, token, "short"), 400);
        EXPECT_EQ(co_await use(cloud, token, "another password"), 204);
        co_await page.expect_end();
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/printers", "", vic)).status, 401);
        EXPECT_EQ(co_await use(cloud, token, "another password"), 404);
        co_await cloud.sign_in("vic@example.org", "another password");
    });
}

TEST(Resets, ExpireWithinTheHourAndTheLastOneCounts) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const auto passed = std::make_shared<std::chrono::minutes>(0);
        TestCloud cloud(executor, [passed](Settings& settings) {
            settings.now = [passed] { return std::chrono::system_clock::now() + *passed; };
        });
        const auto owner = co_await cloud.set_up_owner();
        const auto vic = co_await cloud.user_id(co_await cloud.add_user(owner, "vic", "viewer"));
        const auto first = token_of(co_await make(cloud, vic, owner));
        const auto second = token_of(co_await make(cloud, vic, owner));
        EXPECT_EQ(co_await use(cloud, first, "another password"), 404);
        *passed += 60min;
        EXPECT_EQ(co_await use(cloud, second, "another password"), 410);
    });
}

// Who sets somebody's password can be them: no way up, and none into another store.
TEST(Resets, AreMadeOnlyForThoseWhoHoldNoMore) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto admin = co_await cloud.add_user(owner, "ann", "admin");
        const auto operator_ = co_await cloud.add_user(owner, "otto", "operator");
        const auto vic = co_await cloud.add_user(owner, "vic", "viewer");
        EXPECT_EQ((co_await make(cloud, co_await cloud.user_id(owner), admin)).status, 403);
        EXPECT_EQ((co_await make(cloud, co_await cloud.user_id(vic), operator_)).status, 403);
        EXPECT_EQ((co_await make(cloud, "unknown", admin)).status, 404);
        const auto eve = co_await cloud.add_other_store(owner, "eve");
        EXPECT_EQ((co_await make(cloud, co_await cloud.user_id(eve), owner)).status, 404);
        const json::object store = {{"name", "Vic's own"}};
        EXPECT_EQ((co_await cloud.call(Method::post, "/api/stores", to_text(store), vic)).status, 201);
        EXPECT_EQ((co_await make(cloud, co_await cloud.user_id(vic), owner)).status, 409);
    });
}

TEST(Resets, LookTheSameWhetherSomebodyHasTheAddressOrNot) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        co_await cloud.set_up_owner();
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/password")).body, R"({"by_mail":false})");
        for (const auto* email : {"owner@example.org", "nobody@example.org", "nonsense"}) {
            const auto body = to_text(json::object{{"email", email}});
            EXPECT_EQ((co_await cloud.call(Method::post, "/api/password/forgotten", body)).status, 204);
        }
        int limited = 0;
        for (int i = 0; i < 20; ++i) {
            const auto asked =
                co_await cloud.call(Method::post, "/api/password/forgotten", R"({"email":"a@b.c"})");
            limited += asked.status == 429 ? 1 : 0;
        }
        EXPECT_GT(limited, 5);
    });
}

}  // namespace
}  // namespace gantry::cloud
