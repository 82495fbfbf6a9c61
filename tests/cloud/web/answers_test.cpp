#include "cloud/web/answers.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud::web {
namespace {

using ::testing::HasSubstr;

awaitable<Response> make_key(TestCloud& cloud, std::string cookie, std::string name,
                             std::string idempotency_key) {
    const json::object body = {{"name", name}, {"permissions", {"printer.view"}}};
    net::http::Headers headers = {{"cookie", cookie}, {"idempotency-key", idempotency_key}};
    co_return co_await cloud.call_with(Method::post, "/api/keys", std::move(headers), to_text(body));
}

std::size_t count_in(const Response& list) {
    return parse_json(list.body)->as_array().size();
}

TEST(Answers, AreTheSameForTheSameRequest) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto first = co_await make_key(cloud, owner, "Wall", "once");
        EXPECT_EQ(first.status, 201) << first.body;
        const auto again = co_await make_key(cloud, owner, "Wall", "once");
        EXPECT_EQ(again.status, 201);
        EXPECT_EQ(again.body, first.body);  // the key that is shown once, too
        EXPECT_EQ(again.headers.at("idempotency-replayed"), "true");
        EXPECT_EQ(again.headers.at("cache-control"), "no-store");
        EXPECT_EQ(count_in(co_await cloud.call(Method::get, "/api/keys", "", owner)), 1u);
        EXPECT_EQ((co_await make_key(cloud, owner, "Wall", "twice")).status, 201);
        EXPECT_EQ(count_in(co_await cloud.call(Method::get, "/api/keys", "", owner)), 2u);
    });
}

// What makes something: where, of what, and the list in which it is then.
struct Making {
    std::string path;
    std::string body;
    std::string list;
};

std::size_t promised_in_the_document() {
    std::ifstream document(GANTRY_SOURCE_DIR "/api/cloud.yaml");
    std::size_t promised = 0;
    for (std::string line; std::getline(document, line);)
        promised += line.contains("'#/components/parameters/IdempotencyKey'") ? 1u : 0u;
    return promised;
}

TEST(Answers, AreKeptByEveryOperationThatPromisesIt) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto vic = co_await cloud.user_id(co_await cloud.add_user(owner, "vic", "viewer"));
        const std::vector<Making> all = {
            {"/api/stores", R"({"name":"Annex"})", "/api/stores"},
            {"/api/users/" + vic + "/reset", "{}", ""},
            {"/api/invitations", R"({"email":"new@example.org","role":"viewer"})", "/api/invitations"},
            {"/api/keys", R"({"name":"Script","permissions":["printer.view"]})", "/api/keys"},
            {"/api/walls", R"({"name":"Hall"})", "/api/walls"},
        };
        EXPECT_EQ(all.size(), promised_in_the_document());
        for (const auto& [path, body, list] : all) {
            const auto make = [&](std::string key) {
                net::http::Headers headers = {{"cookie", owner}, {"idempotency-key", std::move(key)}};
                return cloud.call_with(Method::post, path, std::move(headers), body);
            };
            const auto count = [&]() -> awaitable<std::size_t> {
                if (list.empty()) co_return 0;
                co_return count_in(co_await cloud.call(Method::get, list, "", owner));
            };
            const auto before = co_await count();
            const auto first = co_await make("once");
            EXPECT_EQ(first.status, 201) << path << first.body;
            const auto again = co_await make("once");
            EXPECT_EQ(again.status, 201) << path;
            EXPECT_EQ(again.body, first.body) << path;  // with the link or key that is shown once
            EXPECT_EQ(again.headers.at("idempotency-replayed"), "true") << path;
            if (!list.empty()) EXPECT_EQ(co_await count(), before + 1) << path;
        }
    });
}

TEST(Answers, RefuseAKeyForAnotherRequest) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        EXPECT_EQ((co_await make_key(cloud, owner, "Wall", "once")).status, 201);
        const auto other = co_await make_key(cloud, owner, "Door", "once");
        EXPECT_EQ(other.status, 422);
        EXPECT_THAT(other.body, HasSubstr("another request"));
        EXPECT_EQ((co_await make_key(cloud, owner, "Wall", std::string(201, 'k'))).status, 400);
        EXPECT_EQ((co_await make_key(cloud, owner, "Wall", "with a space")).status, 400);
    });
}

TEST(Answers, AreNobodyElses) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto admin = co_await cloud.add_user(owner, "ann", "admin");
        const auto first = co_await make_key(cloud, owner, "Wall", "once");
        const auto hers = co_await make_key(cloud, admin, "Wall", "once");
        EXPECT_EQ(hers.status, 201);
        EXPECT_NE(hers.body, first.body);
    });
}

TEST(Answers, OfTwoAtTheSameTimeOneIsDone) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        std::multiset<int> statuses;
        Supervisor supervisor(executor, "test");
        for (int i = 0; i < 5; ++i) {
            supervisor.run("one", [&]() -> awaitable<void> {
                statuses.insert((co_await make_key(cloud, owner, "Wall", "once")).status);
            });
        }
        co_await eventually([&] { return statuses.size() == 5; });
        EXPECT_EQ(statuses.count(201) + statuses.count(409), 5u);
        EXPECT_EQ(count_in(co_await cloud.call(Method::get, "/api/keys", "", owner)), 1u);
    });
}

TEST(Answers, AreKeptForADay) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const auto now = std::make_shared<Time>(std::chrono::system_clock::now());
        TestCloud cloud(executor, [&](Settings& settings) {
            settings.now = [now] { return *now; };
            settings.sessions.access = std::chrono::hours(100);
        });
        const auto owner = co_await cloud.set_up_owner();
        const auto first = co_await make_key(cloud, owner, "Wall", "once");
        *now += std::chrono::hours(23);
        EXPECT_EQ((co_await make_key(cloud, owner, "Wall", "once")).body, first.body);
        *now += std::chrono::hours(2);
        EXPECT_NE((co_await make_key(cloud, owner, "Wall", "once")).body, first.body);
    });
}

}  // namespace
}  // namespace gantry::cloud::web
