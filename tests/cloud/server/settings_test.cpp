#include "cloud/server/settings.hpp"

#include <gmock/gmock.h>

#include "base/private_file.hpp"
#include "cloud/server/rules.hpp"
#include "tests/cloud/mail/smtp_server.hpp"

namespace gantry::cloud::server {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

awaitable<Response> change(TestCloud& cloud, std::string owner, json::object body) {
    co_return co_await cloud.call(Method::patch, "/api/server/settings", to_text(body), owner);
}

awaitable<json::object> settings_of(TestCloud& cloud, std::string owner) {
    const auto response = co_await cloud.call(Method::get, "/api/server/settings", "", owner);
    EXPECT_EQ(response.status, 200) << response.body;
    co_return parse_json(response.body)->as_object();
}

json::object live_start() {
    return {{"type", "live.start"}, {"request", "r"}, {"printer", "p1"}};
}

TEST(ServerSettings, AreTheAdministratorsAlone) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto second = co_await cloud.add_user(owner, "second", "owner");
        const auto other = co_await cloud.add_other_store(owner, "other");
        const auto session = co_await cloud.call(Method::get, "/api/session", "", owner);
        EXPECT_THAT(session.body, HasSubstr(R"("administrator":true)"));
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/server/settings", "", owner)).status, 200);
        for (const auto& cookie : {second, other}) {
            const auto refused = co_await cloud.call(Method::get, "/api/server/settings", "", cookie);
            EXPECT_EQ(refused.status, 403);
            EXPECT_THAT(refused.body, HasSubstr("administrator"));
            EXPECT_EQ((co_await change(cloud, cookie, {{"name", "Mine"}})).status, 403);
        }
    });
}

TEST(ServerSettings, AreInEffectAtOnceAndAfterARestart) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        const auto in_folder = [&](cloud::Settings& settings) { settings.data = folder.path(); };
        std::string owner;
        {
            TestCloud cloud(executor, in_folder);
            owner = co_await cloud.set_up_owner();
            FakeFuse fuse(cloud);
            co_await fuse.activate(owner);
            auto peer = co_await fuse.connect();
            auto page = co_await open_page(cloud, owner);
            co_await page.expect("printers");
            peer.send(printers_message({"p1"}));
            co_await page.expect("printers");
            page.send(live_start());
            EXPECT_TRUE((co_await page.expect("live.ready")).at("ice_servers").as_array().empty());
            const json::object wanted = {{"name", "Farm 7"},
                                         {"stun", {"127.0.0.1:3478"}},
                                         {"turn", {"turn:127.0.0.1:3478?transport=udp"}},
                                         {"turn_secret", "north wind"},
                                         {"snapshot_days", 7}};
            const auto changed = co_await change(cloud, owner, wanted);
            EXPECT_EQ(changed.status, 200) << changed.body;
            EXPECT_THAT(changed.body, Not(HasSubstr("north wind")));
            EXPECT_THAT(changed.body, HasSubstr(R"("has_turn_secret":true)"));
            page.send(live_start());
            EXPECT_EQ((co_await page.expect("live.ready")).at("ice_servers").as_array().size(), 2u);
            const auto log = co_await cloud.call(Method::get, "/api/audit?action=server.changed", "", owner);
            EXPECT_THAT(log.body, HasSubstr("turn_secret"));
            EXPECT_THAT(log.body, Not(HasSubstr("north wind")));
            co_await cloud.stop();
        }
        EXPECT_THAT(read_file(folder / "cloud.sqlite"), Not(HasSubstr("north wind")));
        TestCloud again(executor, in_folder);
        const auto kept = co_await settings_of(again, owner);
        EXPECT_EQ(kept.at("settings").at("name"), "Farm 7");
        EXPECT_EQ(kept.at("settings").at("snapshot_days"), 7);
        EXPECT_EQ(kept.at("has_turn_secret"), true);
        EXPECT_THAT((co_await again.call(Method::get, "/api/server")).body, HasSubstr("Farm 7"));
    });
}

TEST(ServerSettings, OfTheCommandLineWinAndAreShownAsFixed) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor, [](cloud::Settings& settings) {
            settings.given.name = "From the command line";
            settings.given.ice.stun = {"127.0.0.1:1"};
        });
        const auto owner = co_await cloud.set_up_owner();
        const auto shown = co_await settings_of(cloud, owner);
        EXPECT_EQ(to_text(shown.at("fixed")), R"(["name","stun"])");
        EXPECT_EQ(shown.at("settings").at("name"), "From the command line");
        const auto refused = co_await change(cloud, owner, {{"snapshot_days", 3}, {"name", "Mine"}});
        EXPECT_EQ(refused.status, 409);
        EXPECT_THAT(refused.body, HasSubstr("command line"));
        EXPECT_EQ((co_await settings_of(cloud, owner)).at("settings").at("snapshot_days"), 30);
    });
}

TEST(ServerSettings, SendATestMessageWithTheServerThatWasSaved) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        mail::SmtpServer server(executor, mail::Tls::none);
        co_await server.ready();
        TestCloud cloud(executor, [](cloud::Settings& settings) { settings.given.mail.plain = true; });
        const auto owner = co_await cloud.set_up_owner();
        const auto test = [&] { return cloud.call(Method::post, "/api/server/test-letter", "", owner); };
        EXPECT_EQ((co_await test()).status, 409);
        const json::object broken = {{"smtp_url", "smtp://127.0.0.1:1"}, {"smtp_from", "gantry@example.org"}};
        EXPECT_EQ((co_await change(cloud, owner, broken)).status, 200);
        const auto failed = co_await test();
        EXPECT_EQ(failed.status, 503);
        EXPECT_THAT(failed.body, HasSubstr("mail server"));
        EXPECT_EQ((co_await change(cloud, owner, {{"smtp_url", server.url()}, {"name", "Farm 7"}})).status,
                  200);
        EXPECT_EQ((co_await test()).status, 204);
        EXPECT_THAT((co_await server.letters(1)).at(0), HasSubstr("To: <owner@example.org>"));
    });
}

TEST(ServerSettings, OpenRegistrationOnlyWhenSaidSo) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const json::object newcomer = {{"name", "Ada"},
                                       {"email", "ada@example.org"},
                                       {"password", "a long password"},
                                       {"store_name", "Ada's"}};
        const auto enter = [&] { return cloud.call(Method::post, "/api/registration", to_text(newcomer)); };
        const auto owner = co_await cloud.set_up_owner();
        EXPECT_EQ((co_await enter()).status, 403);
        EXPECT_EQ((co_await change(cloud, owner, {{"registration", "open"}})).status, 200);
        const auto entered = co_await enter();
        EXPECT_EQ(entered.status, 201) << entered.body;
        EXPECT_THAT(entered.body, HasSubstr(R"("role":"owner")"));
        EXPECT_THAT(entered.body, HasSubstr(R"("administrator":false)"));
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/users", "", browser_of(entered).access)).status,
                  200);
        EXPECT_EQ((co_await enter()).status, 409);
        EXPECT_EQ((co_await change(cloud, owner, {{"registration", "invitation"}})).status, 200);
        EXPECT_EQ((co_await enter()).status, 403);
    });
}

TEST(ServerSettings, HaveBounds) {
    const auto allowed = [](auto set) {
        Values values;
        set(values);
        return check(values).has_value();
    };
    EXPECT_TRUE(check({}));
    for (const auto* good : {"192.0.2.1:3478", "turn.example.org:443", "[2001:db8::1]:3478"})
        EXPECT_TRUE(allowed([&](Values& v) { v.stun = {good}; })) << good;
    for (const auto* bad : {"", "host", "host:", "host:0", "host:70000", "a b:1", "host:1\r\nX: y", "[zz]:1"})
        EXPECT_FALSE(allowed([&](Values& v) { v.stun = {bad}; })) << bad;
    EXPECT_TRUE(allowed([](Values& v) { v.turn = {"turn:h:1?transport=tcp", "turns:h:2", "turn:h:3"}; }));
    for (const auto* bad : {"h:1", "stun:h:1", "turn:h", "turn:h:1?transport=sctp", "turn:h:1?x"})
        EXPECT_FALSE(allowed([&](Values& v) { v.turn = {bad}; })) << bad;
    EXPECT_FALSE(allowed([](Values& v) { v.stun.assign(9, "h:1"); }));
    EXPECT_FALSE(allowed([](Values& v) { v.snapshot_days = 0; }));
    EXPECT_FALSE(allowed([](Values& v) { v.snapshot_limit_mb = 1; }));
    EXPECT_FALSE(allowed([](Values& v) { v.name = "a\nb"; }));
    EXPECT_FALSE(allowed([](Values& v) { v.smtp_url = "http://h"; }));
    EXPECT_FALSE(allowed([](Values& v) { v.smtp_url = "smtp://h"; }));  // no sender
}

}  // namespace
}  // namespace gantry::cloud::server
