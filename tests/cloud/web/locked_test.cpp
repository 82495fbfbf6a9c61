// Floods at the door while the database cannot be written: nobody enters who would not enter otherwise, and
// those who are in stay in.
#include <gmock/gmock.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {
namespace {

struct Answers {
    int open = 0;
    int shut = 0;
};

awaitable<void> try_the_door(TestCloud& cloud, std::string password, Answers& answers) {
    const json::object credentials = {{"email", "owner@example.org"}, {"password", password}};
    net::http::ClientRequest request{
        .method = Method::post, .url = cloud.url("/api/session"), .body = to_text(credentials), .limit = 40s};
    const auto response = co_await net::http::fetch(std::move(request));
    const bool is_open = response && (response->status < 400 || !response->cookies.empty());
    ++(is_open ? answers.open : answers.shut);
    if (response) EXPECT_THAT(response->status, ::testing::AnyOf(401, 429, 500)) << response->body;
}

TEST(Door, NeverOpensToAFloodWhileTheDatabaseIsLocked) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        Answers answers;
        {
            soci::session other(soci::sqlite3, "dbname=" + (cloud.folder() / "cloud.sqlite").string());
            other << "BEGIN IMMEDIATE";
            Supervisor flood(executor, "flood");
            for (int i = 0; i < 60; ++i) {
                const std::string password = i % 10 == 0 ? "a long password" : "a wrong password";
                flood.run("one", [&, password] { return try_the_door(cloud, password, answers); });
            }
            // Whoever is signed in already is known by what can still be read.
            EXPECT_EQ((co_await cloud.call(Method::get, "/healthz")).status, 200);
            for (int waited = 0; flood.running() > 0 && waited < 800; ++waited)
                co_await sleep_for(50ms);
            EXPECT_EQ(answers.shut, 60);
            EXPECT_EQ(answers.open, 0);
            other << "ROLLBACK";
        }
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/stores", "", owner)).status, 200);
    });
}

}  // namespace
}  // namespace gantry::cloud
