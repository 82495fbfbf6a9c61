// Floods at the doors while the database cannot be written: nobody enters, not even those who could
// otherwise, and those who are in stay in.
#include <gmock/gmock.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <map>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {
namespace {

constexpr auto address_header = "x-client";  // each comes from elsewhere: what stops them is not their number
constexpr int people = 4;
constexpr int tries = 12;  // within what each account is allowed

// Somebody at a door.
struct Attempt {
    std::string path;
    json::object body;
    std::string cookie = {};
};

struct Answers {
    std::map<int, int> by_status;
    int open = 0;  // let somebody in, by word or by cookie
};

awaitable<void> try_a_door(TestCloud& cloud, Attempt attempt, std::string address, Answers& answers) {
    net::http::ClientRequest request{.method = Method::post,
                                     .url = cloud.url(attempt.path),
                                     .headers = {{address_header, address}},
                                     .body = to_text(attempt.body),
                                     .limit = 40s};
    if (!attempt.cookie.empty()) request.headers["cookie"] = attempt.cookie;
    const auto response = co_await net::http::fetch(std::move(request));
    const int status = response ? response->status : 0;
    ++answers.by_status[status];
    const bool is_cookie = response && std::ranges::any_of(response->cookies, [](const auto& cookie) {
                               return !cookie.contains("Max-Age=0");
                           });
    if (status < 400 || is_cookie) ++answers.open;
}

std::string address_of(std::size_t number) {
    return fmt::format("10.0.{}.{}", number / 200, number % 200);
}

// All at once.
awaitable<Answers> flood(TestCloud& cloud, std::vector<Attempt> attempts) {
    Answers answers;
    Supervisor all(cloud.executor(), "flood");
    for (std::size_t i = 0; i < attempts.size(); ++i)
        all.run("one", [&, i] { return try_a_door(cloud, attempts[i], address_of(i), answers); });
    while (all.running() > 0)
        co_await sleep_for(20ms);
    co_return answers;
}

std::vector<Attempt> sign_ins(const std::string& password) {
    std::vector<Attempt> attempts;
    for (int i = 0; i < tries; ++i) {
        const auto email = fmt::format("p{}@example.org", i % people);
        attempts.push_back({"/api/session", {{"email", email}, {"password", password}}});
    }
    return attempts;
}

long long count(soci::session& sql, const char* table) {
    long long rows = 0;
    sql << std::string("SELECT COUNT(*) FROM ") + table, soci::into(rows);
    return rows;
}

// A server with all that opens its doors.
struct Fortress {
    explicit Fortress(Executor executor)
        : cloud(executor, [](Settings& settings) {
              settings.server.forwarded_header = address_header;
              settings.database.patience = 60s;  // nobody is sent away before their password was looked at
          }) {}

    awaitable<void> open() {
        owner = co_await cloud.set_up_owner();
        for (int i = 0; i < people; ++i)
            co_await cloud.add_user(owner, fmt::format("p{}", i), "viewer");
        refresh = (co_await cloud.sign_in("owner@example.org")).refresh;
        invitation = co_await cloud.invite(owner, "new", "admin");
        const auto vic = co_await cloud.user_id(co_await cloud.add_user(owner, "vic", "viewer"));
        const auto made = co_await cloud.call(Method::post, "/api/users/" + vic + "/reset", "{}", owner);
        const auto link = text_at(parse_json(made.body)->as_object(), "link");
        reset = link.substr(link.find('#') + 1);
    }
    // The other doors, each with what opens it.
    std::vector<Attempt> with_good_keys() const {
        return {{"/api/session/refresh", {}, refresh},
                {"/api/invitation/accept",
                 {{"token", invitation}, {"name", "New"}, {"password", "a long password"}}},
                {"/api/password/reset", {{"token", reset}, {"password", "another password"}}}};
    }
    std::string database() const { return "dbname=" + (cloud.folder() / "cloud.sqlite").string(); }

    TestCloud cloud;
    std::string owner;
    std::string refresh;
    std::string invitation;
    std::string reset;
};

TEST(Door, NeverOpensToAFloodWhileTheDatabaseIsLocked) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Fortress fortress(executor);
        co_await fortress.open();
        auto& cloud = fortress.cloud;
        {
            soci::session other(soci::sqlite3, fortress.database());
            other << "BEGIN IMMEDIATE";
            const auto sessions = count(other, "sessions");
            // Every password is looked at: a wrong one is called wrong, and a right one opens nothing.
            const auto wrong = co_await flood(cloud, sign_ins("a wrong password"));
            EXPECT_THAT(wrong.by_status, ::testing::ElementsAre(std::pair(401, tries)));
            const auto right = co_await flood(cloud, sign_ins("a long password"));
            EXPECT_THAT(right.by_status, ::testing::ElementsAre(std::pair(500, tries)));
            const auto doors = co_await flood(cloud, fortress.with_good_keys());
            EXPECT_THAT(doors.by_status, ::testing::ElementsAre(std::pair(500, 3)));
            EXPECT_EQ(wrong.open + right.open + doors.open, 0);
            // Whoever is in is known by what can still be read; nobody else is.
            EXPECT_EQ((co_await cloud.call(Method::get, "/api/users", "", fortress.owner)).status, 200);
            EXPECT_EQ((co_await cloud.call(Method::get, "/api/users", "", "gantry_access=forged")).status,
                      401);
            EXPECT_EQ(count(other, "sessions"), sessions);
            other << "ROLLBACK";
        }
        // It was the lock alone that kept them out.
        const auto after = co_await flood(cloud, fortress.with_good_keys());
        EXPECT_EQ(after.open, 3);
        co_await cloud.sign_in("vic@example.org", "another password");
    });
}

}  // namespace
}  // namespace gantry::cloud
