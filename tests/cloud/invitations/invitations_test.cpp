#include <gmock/gmock.h>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {
namespace {

using ::testing::HasSubstr;

std::string with_token(const std::string& token) {
    return to_text(json::object{{"token", token}});
}

std::string acceptance(const std::string& token, const std::string& name = "Bob",
                       const std::string& password = "a long password") {
    return to_text(json::object{{"token", token}, {"name", name}, {"password", password}});
}

TEST(Invitations, LetOnePersonInOnce) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        json::object more;
        more["scope"] = json::object{{"all", false}, {"printers", json::array{"p1"}}};
        const auto token = co_await cloud.invite(owner, "bob", "operator", more);
        EXPECT_GE(token.size(), 43u);
        const auto shown = co_await cloud.call(Method::post, "/api/invitation/show", with_token(token));
        EXPECT_EQ(shown.body, R"({"store_name":"Workshop","invited_by":"Olive","email":"bob@example.org",)"
                              R"("role":"operator","has_account":false})");
        const auto path = "/api/invitation/accept";
        EXPECT_EQ((co_await cloud.call(Method::post, path, acceptance(token, ""))).status, 400);
        EXPECT_EQ((co_await cloud.call(Method::post, path, acceptance(token, "Bob", "short"))).status, 400);
        const auto joined = co_await cloud.call(Method::post, path, acceptance(token));
        EXPECT_EQ(joined.status, 200) << joined.body;
        EXPECT_THAT(joined.body, HasSubstr(R"("name":"Workshop","role":"operator")"));
        EXPECT_EQ((co_await cloud.call(Method::post, path, acceptance(token))).status, 404);
        EXPECT_EQ((co_await cloud.call(Method::post, "/api/invitation/show", with_token(token))).status, 404);
        const auto users = co_await cloud.call(Method::get, "/api/users", "", owner);
        EXPECT_THAT(users.body, HasSubstr(R"("scope":{"all":false,"printers":["p1"],"tags":[]})"));
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/invitations", "", owner)).body, "[]");
    });
}

TEST(Invitations, AreRefusedToThoseWhoCannotGrantThem) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto admin = co_await cloud.add_user(owner, "ann", "admin");
        const auto invite = [&](const char* email, const char* role, std::string cookie) {
            return cloud.call(Method::post, "/api/invitations",
                              to_text(json::object{{"email", email}, {"role", role}}), cookie);
        };
        EXPECT_EQ((co_await invite("bob@example.org", "owner", admin)).status, 403);
        EXPECT_EQ((co_await invite("bob@example.org", "king", admin)).status, 400);
        EXPECT_EQ((co_await invite("OWNER@example.org", "viewer", admin)).status, 409);
        for (const auto* email : {"", "bob", "bob@", "@b", "a@b@c", "bob@example.org\r\nBcc: eve@example.org",
                                  "<bob@example.org>", "bob @example.org",
                                  "b\xc3\xb6"
                                  "b@example.org"})
            EXPECT_EQ((co_await invite(email, "viewer", admin)).status, 400) << email;
        EXPECT_EQ((co_await invite("bob@example.org", "viewer", admin)).status, 201);
    });
}

TEST(Invitations, OpenNothingThatTheirMakerCouldNotGrantAnyMore) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto admin = co_await cloud.add_user(owner, "ann", "admin");
        const auto token = co_await cloud.invite(admin, "bob", "operator");
        const auto path = "/api/users/" + co_await cloud.user_id(admin);
        EXPECT_EQ((co_await cloud.call(Method::patch, path, R"({"role":"operator"})", owner)).status, 200);
        EXPECT_EQ((co_await cloud.call(Method::post, "/api/invitation/accept", acceptance(token))).status,
                  404);
    });
}

TEST(Invitations, AreWithdrawnReplacedAndExpire) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const auto passed = std::make_shared<std::chrono::hours>(0);
        TestCloud cloud(executor, [passed](Settings& settings) {
            settings.now = [passed] { return std::chrono::system_clock::now() + *passed; };
        });
        const auto owner = co_await cloud.set_up_owner();
        const auto first = co_await cloud.invite(owner, "bob", "viewer");
        const auto second = co_await cloud.invite(owner, "bob", "viewer");
        const auto show = [&](std::string token) {
            return cloud.call(Method::post, "/api/invitation/show", with_token(token));
        };
        EXPECT_EQ((co_await show(first)).status, 404);
        EXPECT_EQ((co_await show(second)).status, 200);
        const auto listed = co_await cloud.call(Method::get, "/api/invitations", "", owner);
        const auto answer = parse_json(listed.body);
        EXPECT_EQ(answer->as_array().size(), 1u);
        const auto id = text_at(answer->as_array().at(0).as_object(), "id");
        EXPECT_EQ((co_await cloud.call(Method::del, "/api/invitations/" + id, "", owner)).status, 204);
        EXPECT_EQ((co_await show(second)).status, 404);
        const auto third = co_await cloud.invite(owner, "bob", "viewer");
        *passed += std::chrono::days(7);
        EXPECT_EQ((co_await show(third)).status, 410);
        EXPECT_EQ((co_await cloud.call(Method::post, "/api/invitation/accept", acceptance(third))).status,
                  410);
    });
}

TEST(Invitations, BringSomebodyWithAnAccountIntoASecondStore) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto eve = co_await cloud.add_other_store(owner, "eve");
        const auto vic = co_await cloud.add_user(owner, "vic", "viewer");
        const auto token = co_await cloud.invite(eve, "vic", "operator");
        // The link alone must not take over an account.
        EXPECT_EQ((co_await cloud.call(Method::post, "/api/invitation/accept", acceptance(token))).status,
                  409);
        const auto join = [&](std::string cookie) {
            return cloud.call(Method::post, "/api/invitation/join", with_token(token), cookie);
        };
        EXPECT_EQ((co_await join("")).status, 401);
        EXPECT_EQ((co_await join(owner)).status, 403);
        const auto joined = co_await join(vic);
        EXPECT_THAT(joined.body, HasSubstr(R"("name":"eve's store","role":"operator")"));
        const auto stores = co_await cloud.call(Method::get, "/api/stores", "", browser_of(joined).access);
        EXPECT_EQ(parse_json(stores.body)->as_array().size(), 2u);
        EXPECT_EQ((co_await join(browser_of(joined).access)).status, 404);
    });
}

TEST(Invitations, AreNotGuessed) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        co_await cloud.set_up_owner();
        int limited = 0;
        for (int i = 0; i < 30; ++i) {
            const auto shown = co_await cloud.call(Method::post, "/api/invitation/show", with_token("guess"));
            EXPECT_TRUE(shown.status == 404 || shown.status == 429) << shown.status;
            limited += shown.status == 429 ? 1 : 0;
        }
        EXPECT_GT(limited, 5);
    });
}

}  // namespace
}  // namespace gantry::cloud
