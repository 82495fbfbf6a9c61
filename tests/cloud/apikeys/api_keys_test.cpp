#include <gmock/gmock.h>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {
namespace {

using ::testing::HasSubstr;

struct Key {
    std::string id;
    std::string secret;
    net::http::Headers headers() const { return {{"authorization", "Bearer " + secret}}; }
};

awaitable<Response> create(TestCloud& cloud, std::string cookie, std::vector<std::string> permissions,
                           json::object more = {}) {
    more["name"] = "Wall display";
    more["permissions"] = to_json(permissions);
    co_return co_await cloud.call(Method::post, "/api/keys", to_text(more), cookie);
}

awaitable<Key> make_key(TestCloud& cloud, std::string cookie, std::vector<std::string> permissions,
                        json::object more = {}) {
    const auto made = co_await create(cloud, cookie, std::move(permissions), std::move(more));
    EXPECT_EQ(made.status, 201) << made.body;
    const auto answer = parse_json(made.body)->as_object();
    co_return Key{text_at(answer.at("api_key").as_object(), "id"), text_at(answer, "key")};
}

awaitable<int> get(TestCloud& cloud, std::string path, const Key& key) {
    co_return (co_await cloud.call_with(Method::get, path, key.headers())).status;
}

TEST(ApiKeys, OpenWhatTheyHoldAndNothingElse) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto key = co_await make_key(cloud, owner, {"printer.view"});
        EXPECT_EQ(co_await get(cloud, "/api/printers", key), 200);
        EXPECT_EQ(co_await get(cloud, "/api/fuses", key), 403);
        for (const auto* path : {"/api/session", "/api/sessions", "/api/stores", "/api/users", "/api/keys",
                                 "/api/account/second-factor", "/api/roles"})
            EXPECT_EQ(co_await get(cloud, path, key), 403) << path;
        // The cookie beside it does not help.
        auto headers = key.headers();
        headers["cookie"] = owner;
        EXPECT_EQ((co_await cloud.call_with(Method::get, "/api/fuses", headers)).status, 403);
        for (const auto* forged : {"gk_", "nonsense", "gk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
            EXPECT_EQ(co_await get(cloud, "/api/printers", {"", forged}), 401) << forged;
        headers["authorization"] = "Basic b3duZXI6eA==";
        EXPECT_EQ((co_await cloud.call_with(Method::get, "/api/printers", headers)).status, 401);
    });
}

TEST(ApiKeys, HoldNoMoreThanTheirMaker) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto admin = co_await cloud.add_user(owner, "ann", "admin");
        EXPECT_EQ((co_await create(cloud, owner, {"user.manage"})).status, 403);
        EXPECT_EQ((co_await create(cloud, owner, {"store.delete"})).status, 403);
        EXPECT_EQ((co_await create(cloud, owner, {"printer.explode"})).status, 400);
        EXPECT_EQ((co_await create(cloud, owner, {})).status, 400);
        const auto key = co_await make_key(cloud, admin, {"printer.view", "fuse.view"});
        const auto path = "/api/users/" + co_await cloud.user_id(admin);
        const auto* without = R"({"overrides":{"fuse.view":false}})";
        EXPECT_EQ((co_await cloud.call(Method::patch, path, without, owner)).status, 200);
        EXPECT_EQ(co_await get(cloud, "/api/fuses", key), 403);
        EXPECT_EQ(co_await get(cloud, "/api/printers", key), 200);
        EXPECT_EQ((co_await create(cloud, admin, {"fuse.view"})).status, 403);
        EXPECT_EQ((co_await cloud.call(Method::del, path, "", owner)).status, 204);
        EXPECT_EQ(co_await get(cloud, "/api/printers", key), 401);  // gone with its maker
    });
}

TEST(ApiKeys, AreRevokedAtOnceAndExpire) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const auto passed = std::make_shared<std::chrono::seconds>(0);
        TestCloud cloud(executor, [passed](Settings& settings) {
            settings.now = [passed] { return std::chrono::system_clock::now() + *passed; };
        });
        const auto owner = co_await cloud.set_up_owner();
        const auto tomorrow = to_ms(std::chrono::system_clock::now() + 24h);
        json::object more = {{"expires_at", tomorrow}};
        const auto mortal = co_await make_key(cloud, owner, {"printer.view"}, more);
        more["expires_at"] = 1;
        EXPECT_EQ((co_await create(cloud, owner, {"printer.view"}, more)).status, 400);
        const auto key = co_await make_key(cloud, owner, {"printer.view"});
        auto page = co_await open_page_with(cloud, key.headers());
        co_await page.expect("printers");
        const auto started = std::chrono::steady_clock::now();
        EXPECT_EQ((co_await cloud.call(Method::del, "/api/keys/" + key.id, "", owner)).status, 204);
        co_await page.expect_end();
        EXPECT_LT(std::chrono::steady_clock::now() - started, 1s);
        EXPECT_EQ(co_await get(cloud, "/api/printers", key), 401);
        EXPECT_EQ((co_await cloud.call(Method::del, "/api/keys/" + key.id, "", owner)).status, 404);
        EXPECT_EQ(co_await get(cloud, "/api/printers", mortal), 200);
        *passed += 25h;
        EXPECT_EQ(co_await get(cloud, "/api/printers", mortal), 401);
    });
}

TEST(ApiKeys, AreShownOnceAndToldApartByTheirStart) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto key = co_await make_key(cloud, owner, {"printer.view", "printer.camera"});
        auto listed = (co_await cloud.call(Method::get, "/api/keys", "", owner)).body;
        EXPECT_THAT(listed, HasSubstr(R"("prefix":")" + key.secret.substr(0, 11) + "\""));
        EXPECT_THAT(listed, HasSubstr(R"("used_at":null)"));
        EXPECT_THAT(listed, Not(HasSubstr(key.secret)));
        EXPECT_EQ(co_await get(cloud, "/api/printers", key), 200);
        listed = (co_await cloud.call(Method::get, "/api/keys", "", owner)).body;
        EXPECT_THAT(listed, Not(HasSubstr(R"("used_at":null)")));
        storage::Database database(cloud.folder() / "cloud.sqlite");
        const auto stored = co_await database.run([](soci::session& sql) -> Result<std::string> {
            std::string hash;
            sql << "SELECT key_hash FROM api_keys", soci::into(hash);
            return hash;
        });
        EXPECT_EQ(*stored, to_hex(sha256(as_bytes(key.secret))));
        const auto audit = co_await cloud.call(Method::get, "/api/audit?action=apikey.", "", owner);
        EXPECT_THAT(audit.body, HasSubstr("apikey.created"));
        EXPECT_THAT(audit.body, Not(HasSubstr(key.secret)));
    });
}

// R150: snapshots and live video alike, for keys as for people.
TEST(ApiKeys, WatchLiveVideoWithThePermissionOnly) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        FakeFuse fuse(cloud);
        co_await fuse.activate(owner);
        auto gateway = co_await fuse.connect();
        const auto seeing = co_await make_key(cloud, owner, {"printer.view", "printer.camera"});
        const auto blind = co_await make_key(cloud, owner, {"printer.view"});
        auto wall = co_await open_page_with(cloud, seeing.headers());
        co_await wall.expect("printers");
        auto other = co_await open_page_with(cloud, blind.headers());
        gateway.send(printers_message({"p1"}));
        co_await wall.expect("printers");
        const json::object start = {
            {"type", "live.start"}, {"request", "r"}, {"printer", "p1"}, {"sdp", "v=0 offer"}};
        other.send(start);
        EXPECT_EQ(text_at(co_await other.expect("live.ended"), "code"), "forbidden");
        wall.send(start);
        EXPECT_EQ(text_at(co_await gateway.expect("live.offer"), "printer"), "p1");
        EXPECT_EQ((co_await cloud.call(Method::del, "/api/keys/" + seeing.id, "", owner)).status, 204);
        co_await gateway.expect("live.end");
        co_await wall.expect_end();
    });
}

}  // namespace
}  // namespace gantry::cloud
