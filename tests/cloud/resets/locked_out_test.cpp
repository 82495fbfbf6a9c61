// `gantry-cloud reset-link` as whoever runs the server types it, beside a Cloud that serves.
#include "cloud/resets/locked_out.hpp"

#include <gmock/gmock.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "tests/cloud/cloud_process.hpp"

namespace gantry::cloud::resets {
namespace {

using ::testing::HasSubstr;

// A Cloud of its own process, with an owner whom nobody can let in.
struct Room {
    explicit Room(Executor executor) : executor_(executor), cloud(executor, folder / "data") {}

    awaitable<Outcome> ask_for(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "reset-link");
        arguments.insert(arguments.end(),
                         {"--data", (folder / "data").string(), "--public-url", "https://farm.example.org"});
        return run_cloud(executor_, arguments);
    }
    awaitable<int> set(std::string token, std::string password) {
        const json::object body = {{"token", token}, {"password", password}};
        co_return (co_await cloud.call(Method::post, "/api/password/reset", body, ""))->status;
    }
    awaitable<Response> sign_in(std::string password) {
        const json::object body = {{"email", "owner@example.org"}, {"password", password}};
        co_return *(co_await cloud.call(Method::post, "/api/session", body, ""));
    }

    const TemporaryFolder folder;
    Executor executor_;
    CloudProcess cloud;
};

std::string token_in(const std::string& said) {
    const auto start = said.find("https://farm.example.org/reset#");
    EXPECT_NE(start, said.npos) << said;
    const auto line = said.substr(start, said.find('\n', start) - start);
    return line.substr(line.find('#') + 1);
}

TEST(ResetLink, LetsTheOnlyOwnerInOnceWhileTheCloudRuns) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Room room(executor);
        co_await room.cloud.ready();
        const auto owner = co_await room.cloud.set_up("Workshop");
        co_await room.cloud.call(Method::post, "/api/stores", {{"name", "Annex"}}, owner);
        const auto first = co_await room.ask_for({"owner@example.org"});
        EXPECT_EQ(first.status, 0) << first.said;
        EXPECT_THAT(first.said, HasSubstr("within an hour sets the password of owner@example.org"));
        const auto second = co_await room.ask_for({"Owner@Example.org"});
        EXPECT_EQ(co_await room.set(token_in(first.said), "another password"), 404);  // replaced
        EXPECT_EQ(co_await room.set(token_in(second.said), "another password"), 204);
        EXPECT_EQ(co_await room.set(token_in(second.said), "another password"), 404);
        EXPECT_EQ((co_await room.sign_in("a long password")).status, 401);
        const auto in = browser_of(co_await room.sign_in("another password")).access;
        // Every store of theirs is told, and by whom.
        const auto stores = co_await room.cloud.call(Method::get, "/api/stores", {}, in);
        for (const auto& store : parse_json(stores->body)->as_array()) {
            const auto moved =
                co_await room.cloud.call(Method::put, "/api/session/store", {{"store", store.at("id")}}, in);
            const auto log = co_await room.cloud.call(Method::get, "/api/audit?action=password.reset_link",
                                                      {}, browser_of(*moved).access);
            EXPECT_THAT(log->body, HasSubstr(R"("actor":"Whoever runs this server")"));
            EXPECT_THAT(log->body, HasSubstr(R"("object":"owner@example.org")"));
        }
        EXPECT_EQ(co_await room.cloud.stop(), 0);
    });
}

TEST(ResetLink, TakesTheSecondFactorAwayWhenItIsAskedTo) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Room room(executor);
        co_await room.cloud.ready();
        co_await room.cloud.set_up("Workshop");
        const auto database = (room.folder / "data" / "cloud.sqlite").string();
        const auto clears = [&] {
            soci::session sql(soci::sqlite3, "dbname=" + database);
            int value = -1;
            sql << "SELECT clears_second_factor FROM password_resets", soci::into(value);
            return value;
        };
        EXPECT_EQ((co_await room.ask_for({"owner@example.org"})).status, 0);
        EXPECT_EQ(clears(), 0);
        EXPECT_EQ((co_await room.ask_for({"owner@example.org", "--clear-second-factor"})).status, 0);
        EXPECT_EQ(clears(), 1);
    });
}

TEST(ResetLink, IsMadeForNobodyElseAndNowhereElse) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Room room(executor);
        co_await room.cloud.ready();
        co_await room.cloud.set_up("Workshop");
        const auto unknown = co_await room.ask_for({"nobody@example.org"});
        EXPECT_EQ(unknown.status, 1);
        EXPECT_THAT(unknown.said, HasSubstr("No link was made: nobody has the address nobody@example.org"));
        EXPECT_NE((co_await room.ask_for({})).status, 0);
        EXPECT_EQ(co_await room.cloud.stop(), 0);
        const auto audit = audit::Options{};
        const auto empty = room.folder / "empty";
        std::filesystem::create_directories(empty);
        EXPECT_EQ(make_link_for({.data = empty, .email = "owner@example.org"}, audit).error().code,
                  Errc::not_found);
        EXPECT_TRUE(std::filesystem::is_empty(empty));
        const auto data = room.folder / "data";
        {
            soci::session sql(soci::sqlite3, "dbname=" + (data / "cloud.sqlite").string());
            sql << "INSERT INTO migrations (number, name) VALUES (9999, 'tomorrow')";
        }
        EXPECT_EQ(make_link_for({.data = data, .email = "owner@example.org"}, audit).error().code,
                  Errc::unsupported);
    });
}

}  // namespace
}  // namespace gantry::cloud::resets
