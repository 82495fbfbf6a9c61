#include <gmock/gmock.h>

#include "tests/cloud/stage.hpp"

namespace gantry::cloud {
namespace {

using ::testing::HasSubstr;

// A clock that tests turn on.
struct Clock {
    std::shared_ptr<std::chrono::seconds> passed = std::make_shared<std::chrono::seconds>(0);
    void turn(std::chrono::seconds by) const { *passed += by; }
    void set(Settings& settings) const {
        settings.now = [passed = passed] { return std::chrono::system_clock::now() + *passed; };
    }
};

awaitable<Response> renew(TestCloud& cloud, std::string refresh) {
    return cloud.call(Method::post, "/api/session/refresh", "", refresh);
}

TEST(Sessions, AreRenewedWithATokenThatChanges) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const Clock clock;
        TestCloud cloud(executor, [&](Settings& settings) { clock.set(settings); });
        co_await cloud.set_up_owner();
        const auto first = co_await cloud.sign_in("owner@example.org");
        clock.turn(16min);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/users", "", first.access)).status, 401);
        const auto renewed = co_await renew(cloud, first.refresh);
        EXPECT_EQ(renewed.status, 200);
        const auto second = browser_of(renewed);
        EXPECT_NE(second.refresh, first.refresh);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/users", "", second.access)).status, 200);
        EXPECT_EQ((co_await renew(cloud, "")).status, 204);
        const auto nonsense = co_await renew(cloud, "gantry_refresh=nonsense");
        EXPECT_EQ(nonsense.status, 401);
        EXPECT_THAT(nonsense.cookies, ::testing::Each(HasSubstr("Max-Age=0")));
    });
}

TEST(Sessions, EndWhenARefreshTokenIsUsedTwice) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const Clock clock;
        TestCloud cloud(executor, [&](Settings& settings) { clock.set(settings); });
        const auto owner = co_await cloud.set_up_owner();
        const auto first = co_await cloud.sign_in("owner@example.org");
        const auto second = browser_of(co_await renew(cloud, first.refresh));
        auto page = co_await open_page(cloud, second.access);
        co_await page.expect("printers");
        clock.turn(11s);
        const auto started = std::chrono::steady_clock::now();
        EXPECT_EQ((co_await renew(cloud, first.refresh)).status,
                  401);  // the thief, or the one who was robbed
        co_await page.expect_end();
        EXPECT_LT(std::chrono::steady_clock::now() - started, 1s);
        EXPECT_EQ((co_await renew(cloud, second.refresh)).status, 401);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/users", "", second.access)).status, 401);
        EXPECT_THAT((co_await cloud.call(Method::get, "/api/audit", "", owner)).body,
                    HasSubstr(R"("action":"session.reused")"));
    });
}

TEST(Sessions, ForgiveTwoPagesThatRenewAtOnce) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const Clock clock;
        TestCloud cloud(executor, [&](Settings& settings) { clock.set(settings); });
        co_await cloud.set_up_owner();
        const auto first = co_await cloud.sign_in("owner@example.org");
        co_await renew(cloud, first.refresh);
        clock.turn(9s);
        const auto again = co_await renew(cloud, first.refresh);
        EXPECT_EQ(again.status, 200);
        clock.turn(60s);
        EXPECT_EQ((co_await renew(cloud, browser_of(again).refresh)).status, 200);
    });
}

TEST(Sessions, ThatNobodyUsesEnd) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const Clock clock;
        TestCloud cloud(executor, [&](Settings& settings) { clock.set(settings); });
        co_await cloud.set_up_owner();
        const auto browser = co_await cloud.sign_in("owner@example.org");
        clock.turn(std::chrono::days(29));
        const auto later = browser_of(co_await renew(cloud, browser.refresh));
        EXPECT_FALSE(later.access.empty());
        clock.turn(std::chrono::days(31));
        EXPECT_EQ((co_await renew(cloud, later.refresh)).status, 401);
    });
}

TEST(Sessions, CloseThePagesWhoseAccessEnds) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor, [](Settings& settings) { settings.sessions.access = 2s; });
        co_await cloud.set_up_owner();
        const auto browser = co_await cloud.sign_in("owner@example.org");
        const auto started = std::chrono::steady_clock::now();
        auto page = co_await open_page(cloud, browser.access);
        co_await sleep_for(800ms);
        EXPECT_EQ((co_await renew(cloud, browser.refresh)).status, 200);
        co_await page.expect_end();
        EXPECT_GT(std::chrono::steady_clock::now() - started, 2500ms);
    });
}

TEST(Sessions, AreListedAndEndedFromAfar) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const json::object credentials = {{"email", "owner@example.org"}, {"password", "a long password"}};
        const auto phone = browser_of(co_await cloud.call_with(
            Method::post, "/api/session", {{"user-agent", "A telephone"}}, to_text(credentials)));
        const auto listed = co_await cloud.call(Method::get, "/api/sessions", "", owner);
        const auto devices = parse_json(listed.body)->as_array();
        EXPECT_EQ(devices.size(), 2u);
        std::string of_phone;
        for (const auto& device : devices) {
            const bool is_phone = text_at(device.as_object(), "browser") == "A telephone";
            EXPECT_EQ(device.at("current").as_bool(), !is_phone);
            EXPECT_EQ(text_at(device.as_object(), "address"), "127.0.0.1");
            if (is_phone) of_phone = text_at(device.as_object(), "id");
        }
        const auto vic = co_await cloud.add_user(owner, "vic", "admin");
        EXPECT_EQ((co_await cloud.call(Method::del, "/api/sessions/" + of_phone, "", vic)).status, 404);
        auto page = co_await open_page(cloud, phone.access);
        const auto started = std::chrono::steady_clock::now();
        EXPECT_EQ((co_await cloud.call(Method::del, "/api/sessions/" + of_phone, "", owner)).status, 204);
        co_await page.expect_end();
        EXPECT_LT(std::chrono::steady_clock::now() - started, 1s);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/users", "", phone.access)).status, 401);
        EXPECT_EQ((co_await renew(cloud, phone.refresh)).status, 401);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/users", "", owner)).status, 200);
    });
}

TEST(Sessions, EndEverywhereAtOnce) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        const auto other = co_await cloud.sign_in("owner@example.org");
        const auto vic = co_await cloud.add_user(owner, "vic", "viewer");
        auto page = co_await open_page(cloud, other.access);
        EXPECT_EQ((co_await cloud.call(Method::del, "/api/sessions", "", owner)).status, 204);
        co_await page.expect_end();
        for (const auto& cookie : {owner, other.access})
            EXPECT_EQ((co_await cloud.call(Method::get, "/api/sessions", "", cookie)).status, 401);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/sessions", "", vic)).status, 200);
    });
}

TEST(Sessions, AreSignedOutAlsoWhenTheAccessHasEnded) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const Clock clock;
        TestCloud cloud(executor, [&](Settings& settings) { clock.set(settings); });
        co_await cloud.set_up_owner();
        const auto browser = co_await cloud.sign_in("owner@example.org");
        clock.turn(20min);
        EXPECT_EQ((co_await cloud.call(Method::del, "/api/session", "", browser.refresh)).status, 204);
        EXPECT_EQ((co_await renew(cloud, browser.refresh)).status, 401);
    });
}

TEST(Sessions, AreNewWithEachSignInWhateverTheBrowserBrought) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        co_await cloud.add_user(owner, "eve", "viewer");
        const auto planted = co_await cloud.sign_in("eve@example.org");
        const json::object credentials = {{"email", "owner@example.org"}, {"password", "a long password"}};
        const auto signed_in = co_await cloud.call(Method::post, "/api/session", to_text(credentials),
                                                   planted.access + "; " + planted.refresh);
        const auto fresh = browser_of(signed_in);
        EXPECT_NE(fresh.access, planted.access);
        EXPECT_NE(fresh.refresh, planted.refresh);
        // What was planted still opens Eve's door only.
        EXPECT_THAT((co_await cloud.call(Method::get, "/api/session", "", planted.access)).body,
                    HasSubstr("eve@example.org"));
    });
}

TEST(Sessions, BehindHttpsHaveCookiesForHttpsOnly) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor, [](Settings& settings) { settings.public_url = "https://gantry.example"; });
        co_await cloud.set_up_owner();
        const json::object credentials = {{"email", "owner@example.org"}, {"password", "a long password"}};
        const auto response = co_await cloud.call(Method::post, "/api/session", to_text(credentials));
        EXPECT_EQ(response.cookies.size(), 2u);
        EXPECT_THAT(response.cookies, ::testing::Each(HasSubstr("; Secure")));
        EXPECT_EQ(response.headers.at("cache-control"), "no-store");
    });
}

// R147-R149: the claim stands until the token is renewed; what is taken away ends at once all the same.
TEST(Sessions, RenewTheCameraClaimWithTheToken) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        co_await cloud.add_user(owner, "vic", "viewer");
        const auto camera = [](const Browser& browser) {
            const auto token = browser.access.substr(browser.access.find('=') + 1);
            const auto payload = token.substr(token.find('.') + 1);
            const auto bytes = from_base64url(payload.substr(0, payload.find('.')));
            return parse_json(as_text(*bytes))->at("camera").as_bool();
        };
        const auto before = co_await cloud.sign_in("vic@example.org");
        EXPECT_FALSE(camera(before));
        const auto path = "/api/users/" + co_await cloud.user_id(before.access);
        const auto* grant = R"({"overrides":{"printer.camera":true}})";
        EXPECT_EQ((co_await cloud.call(Method::patch, path, grant, owner)).status, 200);
        // Pictures are given out by what the token says; a printer that nobody knows tells the two apart.
        const auto* picture = "/api/printers/unknown/snapshot.jpg";
        EXPECT_EQ((co_await cloud.call(Method::get, picture, "", before.access)).status, 403);
        const auto after = browser_of(co_await renew(cloud, before.refresh));
        EXPECT_TRUE(camera(after));
        EXPECT_EQ((co_await cloud.call(Method::get, picture, "", after.access)).status, 404);
        EXPECT_TRUE(camera(co_await cloud.sign_in("vic@example.org")));
        EXPECT_EQ((co_await cloud.call(Method::patch, path, R"({"overrides":{}})", owner)).status, 200);
        EXPECT_FALSE(camera(co_await cloud.sign_in("vic@example.org")));
    });
}

// What the holder of a token may read in it: the middle part.
json::object claims_in(const std::string& cookie) {
    const auto start = cookie.find('.') + 1;
    const auto claims = from_base64url(cookie.substr(start, cookie.find('.', start) - start));
    return parse_json(as_text(*claims))->as_object();
}

// Its signature is good for a quarter of an hour, what it says of the cameras is not.
TEST(Sessions, ThatStillClaimTheCameraGetNoPictureOnceItIsTaken) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        co_await stage.prepare("operator");
        stage.gateway->send({{"type", "upload.request"}, {"id", "1"}, {"printer", "p1"}});
        const auto address = text_at(co_await stage.gateway->expect("upload.grant"), "url");
        const std::string jpeg = "\xFF\xD8\xFF\xE0 a picture \xFF\xD9";
        const auto put = co_await stage.cloud.call(Method::put, address, jpeg);
        EXPECT_EQ(put.status, 204) << put.body;
        const auto ask = [&] {
            return stage.cloud.call(Method::get, "/api/printers/p1/snapshot.jpg", "", stage.watcher);
        };
        EXPECT_EQ((co_await ask()).body, jpeg);
        EXPECT_EQ(claims_in(stage.watcher).at("camera"), true);
        co_await stage.change_watcher(R"({"overrides":{"printer.camera":false}})");
        const auto refused = co_await ask();
        EXPECT_EQ(refused.status, 403);
        EXPECT_THAT(refused.body, HasSubstr("printer.camera"));
        // Nor out of what the browser has kept of it.
        EXPECT_FALSE(refused.headers.contains("etag"));
        co_await stage.change_watcher(R"({"overrides":{},"scope":{"all":false,"printers":["p2"]}})");
        EXPECT_EQ((co_await ask()).status, 404);
        EXPECT_EQ((co_await stage.cloud.call(Method::get, "/api/printers", "", stage.watcher)).status, 200);
    });
}

}  // namespace
}  // namespace gantry::cloud
