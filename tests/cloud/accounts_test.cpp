#include <gmock/gmock.h>

#include <fstream>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {
namespace {

using testing::HasSubstr;

std::string credentials(const std::string& email, const std::string& password) {
    return to_text(json::object{{"email", email}, {"password", password}});
}

TEST(Accounts, StartWithAOneTimeLinkThatOnlyItsOwnerCanRead) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/setup")).body, R"({"needed":true})");
        const auto file = cloud.folder() / "setup-link";
        EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms(0600));
        std::string link;
        std::ifstream(file) >> link;
        co_await cloud.set_up_owner();
        EXPECT_FALSE(std::filesystem::exists(file));
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/setup")).body, R"({"needed":false})");
        const json::object again = {{"token", link.substr(link.find('=') + 1)},
                                    {"name", "Eve"},
                                    {"email", "eve@example.org"},
                                    {"password", "a long password"},
                                    {"store_name", "Hers"}};
        EXPECT_EQ((co_await cloud.call(Method::post, "/api/setup", to_text(again))).status, 401);
    });
}

TEST(Accounts, RefuseASetupWithoutTheToken) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        for (const auto* token : {"", "guess"}) {
            const json::object body = {{"token", token},
                                       {"name", "Eve"},
                                       {"email", "eve@example.org"},
                                       {"password", "a long password"},
                                       {"store_name", "Hers"}};
            EXPECT_EQ((co_await cloud.call(Method::post, "/api/setup", to_text(body))).status, 401);
        }
    });
}

TEST(Accounts, LetPeopleInAndOut) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        co_await cloud.set_up_owner();
        const auto in = co_await cloud.call(Method::post, "/api/session",
                                            credentials("Owner@Example.org", "a long password"));
        EXPECT_EQ(in.status, 200);
        const auto& cookie = in.cookies.at(0);
        EXPECT_THAT(cookie, HasSubstr("; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000"));
        const auto value = cookie.substr(0, cookie.find(';'));
        const auto session = co_await cloud.call(Method::get, "/api/session", "", value);
        EXPECT_THAT(session.body, HasSubstr(R"("store_name":"Workshop")"));
        EXPECT_THAT(session.body, Not(HasSubstr("password")));
        EXPECT_EQ((co_await cloud.call(Method::del, "/api/session", "", value)).status, 204);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/session", "", value)).status, 401);
    });
}

TEST(Accounts, AnswerAWrongPasswordAndAnUnknownAddressAlike) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        co_await cloud.set_up_owner();
        const auto wrong = co_await cloud.call(Method::post, "/api/session",
                                               credentials("owner@example.org", "a wrong password"));
        const auto unknown = co_await cloud.call(Method::post, "/api/session",
                                                 credentials("nobody@example.org", "a wrong password"));
        EXPECT_EQ(wrong.status, 401);
        EXPECT_EQ(wrong.body, unknown.body);
    });
}

TEST(Accounts, AFloodOfSignInsIsRefusedAlsoWithTheRightPassword) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        int refused = 0;
        for (int i = 0; i < 12; ++i) {
            const auto response = co_await cloud.call(Method::post, "/api/session",
                                                      credentials("owner@example.org", "a wrong password"));
            if (response.status == 429) ++refused;
        }
        EXPECT_GE(refused, 1);
        const auto right = co_await cloud.call(Method::post, "/api/session",
                                               credentials("owner@example.org", "a long password"));
        EXPECT_EQ(right.status, 429);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/session", "", owner)).status, 200);
    });
}

TEST(Accounts, ManyAtOnceWaitBoundedlyAndNobodyEntersByIt) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor, [](Settings& s) { s.server.forwarded_header = "x-client"; });
        co_await cloud.set_up_owner();
        Supervisor flood(executor, "flood");
        auto statuses = std::make_shared<std::vector<int>>();
        for (int i = 0; i < 60; ++i) {
            flood.run("one", [&cloud, statuses, i]() -> awaitable<void> {
                net::http::ClientRequest request{.method = Method::post, .url = cloud.url("/api/session")};
                request.headers["x-client"] = "203.0.113." + std::to_string(i);
                request.body = credentials("user" + std::to_string(i) + "@example.org", "a wrong password");
                const auto response = co_await net::http::fetch(std::move(request));
                statuses->push_back(response ? response->status : 0);
            });
        }
        co_await eventually([&] { return statuses->size() == 60; });
        for (const auto status : *statuses)
            EXPECT_TRUE(status == 401 || status == 429) << status;
    });
}

TEST(Accounts, LetNobodyEnterWhenTheDatabaseFails) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        {
            storage::Database other(cloud.folder() / "cloud.sqlite");
            const auto dropped = co_await other.run([](soci::session& sql) -> Result<> {
                sql << "DROP TABLE sessions";
                return {};
            });
            EXPECT_TRUE(dropped.has_value());
        }
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/printers", "", owner)).status, 500);
        EXPECT_EQ((co_await cloud.call(Method::post, "/api/session",
                                       credentials("owner@example.org", "a long password")))
                      .status,
                  500);
    });
}

TEST(Accounts, RolesAreChangedOnlyAsFarAsOnesOwnReach) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto admin = co_await cloud.add_user(owner, "ann", "admin");
        const auto viewer = co_await cloud.add_user(owner, "vic", "viewer");
        const auto owner_path = "/api/users/" + co_await cloud.user_id(owner);
        const auto viewer_path = "/api/users/" + co_await cloud.user_id(viewer);
        const auto change = [&](const std::string& path, const char* body, const std::string& cookie) {
            return cloud.call(Method::patch, path, body, cookie);
        };
        EXPECT_EQ((co_await change(owner_path, R"({"role":"viewer"})", owner)).status, 409);  // the last one
        EXPECT_EQ((co_await change(owner_path, R"({"role":"viewer"})", admin)).status, 403);
        EXPECT_EQ((co_await change(viewer_path, R"({"role":"owner"})", admin)).status, 403);
        EXPECT_EQ((co_await change(viewer_path, R"({"role":"admin"})", viewer)).status, 403);
        EXPECT_EQ((co_await change(viewer_path, R"({"role":"king"})", owner)).status, 400);
        EXPECT_EQ((co_await change(viewer_path, R"({"overrides":{"all":true}})", owner)).status, 400);
        EXPECT_EQ((co_await change("/api/users/unknown", R"({"role":"viewer"})", owner)).status, 404);
        const auto granted = co_await change(viewer_path, R"({"overrides":{"printer.camera":true}})", admin);
        EXPECT_EQ(granted.status, 200);
        EXPECT_THAT((co_await cloud.call(Method::get, "/api/session", "", viewer)).body,
                    HasSubstr(R"("permissions":["printer.view","printer.camera","job.view"])"));
    });
}

TEST(Accounts, RefuseTakenAddressesAndWeakPasswords) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto add = [&](const char* email, const char* password) {
            const json::object user = {
                {"name", "Bob"}, {"email", email}, {"password", password}, {"role", "viewer"}};
            return cloud.call(Method::post, "/api/users", to_text(user), owner);
        };
        EXPECT_EQ((co_await add("OWNER@example.org", "a long password")).status, 409);
        EXPECT_EQ((co_await add("bob@example.org", "short")).status, 400);
        EXPECT_EQ((co_await add("bob", "a long password")).status, 400);
    });
}

}  // namespace
}  // namespace gantry::cloud
