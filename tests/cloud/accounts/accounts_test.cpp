#include <gmock/gmock.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <fstream>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {
namespace {

using ::testing::HasSubstr;

std::string credentials(const std::string& email, const std::string& password) {
    return to_text(json::object{{"email", email}, {"password", password}});
}

awaitable<void> until_full(const std::vector<int>& statuses, std::size_t count) {
    while (statuses.size() < count)
        co_await sleep_for(1ms);
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
        EXPECT_THAT(in.cookies.at(0), HasSubstr("; HttpOnly; SameSite=Strict; Path=/; Max-Age=900"));
        EXPECT_THAT(in.cookies.at(1),
                    HasSubstr("; HttpOnly; SameSite=Strict; Path=/api/session; Max-Age=2592000"));
        const auto value = browser_of(in).access;
        const auto session = co_await cloud.call(Method::get, "/api/session", "", value);
        EXPECT_THAT(session.body, HasSubstr(R"("name":"Workshop","role":"owner")"));
        EXPECT_THAT(session.body, Not(HasSubstr("password")));
        EXPECT_EQ((co_await cloud.call(Method::del, "/api/session", "", value)).status, 204);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/session", "", value)).status, 204);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/users", "", value)).status, 401);
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

TEST(Accounts, LetNobodyEnterWhileTheDatabaseIsLockedAndAFloodComes) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor, [](Settings& s) { s.server.forwarded_header = "x-client"; });
        const auto owner = co_await cloud.set_up_owner();
        soci::session lock(soci::sqlite3, "dbname=\"" + (cloud.folder() / "cloud.sqlite").string() + "\"");
        lock << "BEGIN EXCLUSIVE";
        Supervisor flood(executor, "flood");
        auto statuses = std::make_shared<std::vector<int>>();
        const auto started = std::chrono::steady_clock::now();
        constexpr std::size_t count = 40;
        for (std::size_t i = 0; i < count; ++i) {
            flood.run("one", [&cloud, statuses, i]() -> awaitable<void> {
                const net::http::Headers headers = {{"x-client", "203.0.113." + std::to_string(i)}};
                const auto body = credentials("owner@example.org", "a long password");
                const auto response = co_await cloud.call_with(Method::post, "/api/session", headers, body);
                statuses->push_back(response.status);
            });
        }
        co_await within(30s, until_full(*statuses, count));
        for (const auto status : *statuses)
            EXPECT_TRUE(status == 500 || status == 429) << status;
        // Whoever waits behind others gives up with them, not one after the other.
        EXPECT_LT(std::chrono::steady_clock::now() - started, 20s);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/users", "", "gantry_access=forged")).status, 401);
        lock << "ROLLBACK";
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/users", "", owner)).status, 200);
    });
}

TEST(Accounts, ChangeAPasswordAndSignOthersOut) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto other = co_await cloud.sign_in("owner@example.org");
        auto page = co_await open_page(cloud, other.access);
        const auto change = [&](const char* current, const char* password) {
            const json::object body = {{"current", current}, {"password", password}};
            return cloud.call(Method::post, "/api/account/password", to_text(body), owner);
        };
        EXPECT_EQ((co_await change("a wrong password", "another long one")).status, 422);
        EXPECT_EQ((co_await change("a long password", "short")).status, 400);
        EXPECT_EQ((co_await change("a long password", "another long one")).status, 204);
        co_await page.expect_end();
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/users", "", other.access)).status, 401);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/users", "", owner)).status, 200);
        EXPECT_EQ((co_await cloud.call(Method::post, "/api/session",
                                       credentials("owner@example.org", "a long password")))
                      .status,
                  401);
        co_await cloud.sign_in("owner@example.org", "another long one");
    });
}

}  // namespace
}  // namespace gantry::cloud
