#include "cloud/activation/activation.hpp"

#include <gmock/gmock.h>

#include "tests/cloud/stage.hpp"

namespace gantry::cloud {
namespace {

using std::chrono::minutes;

TEST(Activation, TakesAFuseFromCodeToToken) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        FakeFuse fuse(cloud);
        const auto code = co_await fuse.request_code();
        const auto user_code = text_at(code, "user_code");
        const auto device_code = text_at(code, "device_code");
        EXPECT_THAT(text_at(code, "verification_uri_complete"),
                    ::testing::EndsWith("/activate?code=" + user_code));
        const auto signature = fuse.sign("gantry-device:" + device_code);
        const auto pending = co_await fuse.request_token(device_code, signature);
        EXPECT_EQ(pending.status, 400);
        EXPECT_THAT(pending.body, ::testing::HasSubstr(R"("error":"authorization_pending")"));
        const auto too_soon = co_await fuse.request_token(device_code, signature);
        EXPECT_THAT(too_soon.body, ::testing::HasSubstr(R"("error":"slow_down")"));
        const auto forged = co_await fuse.request_token(device_code, fuse.sign("something else"));
        EXPECT_THAT(forged.body, ::testing::HasSubstr(R"("error":"access_denied")"));

        const auto path = "/api/activation/" + user_code;
        const auto machine = co_await cloud.call(Method::get, path, "", owner);
        EXPECT_THAT(machine.body, ::testing::HasSubstr(R"("host_name":"workshop-pi","address":"127.0.0.1")"));
        const auto store = co_await cloud.store_id(owner);
        EXPECT_EQ((co_await cloud.confirm(user_code, owner, store)).status, 204);
        EXPECT_EQ((co_await cloud.confirm(user_code, owner, store)).status, 409);
        const auto granted = co_await fuse.request_token(device_code, signature);
        EXPECT_EQ(granted.status, 200);
        EXPECT_THAT(granted.body, ::testing::HasSubstr(R"("store_name":"Workshop")"));
        const auto fuses = co_await cloud.call(Method::get, "/api/fuses", "", owner);
        EXPECT_THAT(fuses.body, ::testing::HasSubstr(R"("host_name":"workshop-pi")"));
    });
}

// What a code that does not count is answered with, by each of the three requests about it.
awaitable<std::vector<std::string>> refusals(TestCloud& cloud, std::string code, std::string cookie) {
    const auto path = "/api/activation/" + code;
    const json::object choice = {{"store", co_await cloud.store_id(cookie)}};
    std::vector<std::string> codes;
    for (const auto method : {Method::get, Method::post, Method::del}) {
        const auto body = method == Method::post ? to_text(choice) : "";
        const auto answer = co_await cloud.call(method, path, body, cookie);
        const auto refusal = parse_json(answer.body);
        codes.push_back(std::to_string(answer.status) + " " +
                        (refusal ? text_at(refusal->as_object(), "code") : ""));
    }
    co_return codes;
}

TEST(Activation, TellsExpiredUnknownUsedRefusedAndTooManyTriesApart) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        using ::testing::Each;
        const auto passed = std::make_shared<std::chrono::seconds>(0);
        TestCloud cloud(executor, [passed](Settings& settings) {
            settings.now = [passed] { return std::chrono::system_clock::now() + *passed; };
            settings.code_lifetime = minutes(5);
        });
        const auto owner = co_await cloud.set_up_owner();
        const auto of_admin = co_await cloud.add_user(owner, "ann", "admin");
        const auto of_other = co_await cloud.add_user(owner, "bob", "admin");
        FakeFuse fuse(cloud);
        const auto expiring = co_await fuse.request_code();
        EXPECT_EQ(expiring.at("expires_in"), 300);
        const auto used = text_at(co_await fuse.request_code(), "user_code");
        const auto refused = text_at(co_await fuse.request_code(), "user_code");
        EXPECT_EQ((co_await cloud.confirm(used, owner, co_await cloud.store_id(owner))).status, 204);
        EXPECT_EQ((co_await cloud.call(Method::del, "/api/activation/" + refused, "", owner)).status, 204);
        EXPECT_THAT(co_await refusals(cloud, "SQMA-VR2N", owner), Each("404 not_found"));
        EXPECT_THAT(co_await refusals(cloud, used, of_admin), Each("409 conflict"));
        EXPECT_THAT(co_await refusals(cloud, refused, of_admin), Each("422 rejected"));
        *passed += minutes(5);
        EXPECT_THAT(co_await refusals(cloud, text_at(expiring, "user_code"), of_admin), Each("410 expired"));
        const auto device_code = text_at(expiring, "device_code");
        const auto poll = co_await fuse.request_token(device_code, fuse.sign("gantry-device:" + device_code));
        EXPECT_THAT(poll.body, ::testing::HasSubstr(R"("error":"expired_token")"));
        // Each tries ten times at once, whatever the codes are.
        int known = 0;
        for (int i = 0; i < 12; ++i) {
            const auto code = fmt::format("SQMA-VR{}N", i % 8 + 2);
            known +=
                (co_await cloud.call(Method::get, "/api/activation/" + code, "", of_other)).status == 404;
        }
        EXPECT_GE(known, 10);
        EXPECT_LT(known, 12);
        EXPECT_THAT(co_await refusals(cloud, "SQMA-VR2N", of_other), Each("429 rate_limited"));
    });
}

// Two stores of one person, who is an operator in a third.
struct ThreeStores {
    explicit ThreeStores(Executor executor) : cloud(executor), fuse(cloud) {}

    awaitable<void> open() {
        const auto host = co_await cloud.set_up_owner();
        host_store = co_await cloud.store_id(host);
        owner = host;
        ann = co_await cloud.add_user(host, "ann", "operator");
        for (auto* store : {&first, &second}) {
            const auto made = co_await cloud.call(Method::post, "/api/stores", R"({"name":"Annex"})", ann);
            *store = text_at(parse_json(made.body)->as_object(), "id");
        }
    }
    awaitable<std::string> new_code() { co_return text_at(co_await fuse.request_code(), "user_code"); }
    awaitable<std::string> look_at(std::string store) {
        const json::object body = {{"store", store}};
        const auto moved = co_await cloud.call(Method::put, "/api/session/store", to_text(body), ann);
        ann = browser_of(moved).access;
        co_return ann;
    }
    awaitable<std::string> audit(std::string cookie) {
        co_return (co_await cloud.call(Method::get, "/api/audit?action=fuse.", "", cookie)).body;
    }

    TestCloud cloud;
    FakeFuse fuse;
    std::string owner;  // cookies
    std::string ann;    // looks at the host's store at first
    std::string host_store;
    std::string first;
    std::string second;
};

TEST(Activation, IsForTheStoreThatIsNamedWhicheverTheBrowserLooksAt) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        ThreeStores stores(executor);
        co_await stores.open();
        const auto code = co_await stores.fuse.request_code();
        const auto user_code = text_at(code, "user_code");
        const auto shown =
            co_await stores.cloud.call(Method::get, "/api/activation/" + user_code, "", stores.ann);
        const auto offered = parse_json(shown.body)->at("stores").as_array();
        EXPECT_EQ(offered.size(), 2u) << shown.body;  // not where she is an operator
        // Another tab looks at another store by now.
        co_await stores.look_at(stores.second);
        EXPECT_EQ((co_await stores.cloud.confirm(user_code, stores.ann, stores.first)).status, 204);
        const auto device_code = text_at(code, "device_code");
        const auto granted =
            co_await stores.fuse.request_token(device_code, stores.fuse.sign("gantry-device:" + device_code));
        EXPECT_EQ(granted.status, 200) << granted.body;
        EXPECT_EQ((co_await stores.cloud.call(Method::get, "/api/fuses", "", stores.ann)).body, "[]");
        EXPECT_THAT(co_await stores.audit(stores.ann),
                    ::testing::Not(::testing::HasSubstr("fuse.activated")));
        co_await stores.look_at(stores.first);
        EXPECT_NE((co_await stores.cloud.call(Method::get, "/api/fuses", "", stores.ann)).body, "[]");
        EXPECT_THAT(co_await stores.audit(stores.ann), ::testing::HasSubstr("fuse.activated"));
    });
}

TEST(Activation, NeedsThePermissionInTheStoreThatIsNamed) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        ThreeStores stores(executor);
        co_await stores.open();
        const auto eve = co_await stores.cloud.add_other_store(stores.owner, "eve");
        const auto foreign = co_await stores.cloud.store_id(eve);
        const auto code = co_await stores.new_code();
        const auto status = [&](std::string cookie, std::string store) -> awaitable<int> {
            co_return (co_await stores.cloud.confirm(code, cookie, store)).status;
        };
        EXPECT_EQ(co_await status(stores.ann, stores.host_store), 403);
        EXPECT_EQ(co_await status(stores.ann, foreign), 404);
        EXPECT_EQ(co_await status(stores.ann, "unknown"), 404);
        EXPECT_EQ(co_await status(stores.ann, ""), 400);
        EXPECT_EQ(
            (co_await stores.cloud.call(Method::post, "/api/activation/" + code, "", stores.ann)).status,
            400);
        // Who may nowhere, learns nothing of codes.
        const auto vic = co_await stores.cloud.add_user(stores.owner, "vic", "viewer");
        for (const auto& asked : {code, std::string("SQMA-VR2N")}) {
            for (const auto method : {Method::get, Method::del})
                EXPECT_EQ((co_await stores.cloud.call(method, "/api/activation/" + asked, "", vic)).status,
                          403);
            EXPECT_EQ((co_await stores.cloud.confirm(asked, vic, stores.host_store)).status, 403);
        }
        EXPECT_EQ(co_await status(stores.ann, stores.second), 204);
    });
}

TEST(Activation, ByAKeyIsForItsOwnStoreAsFarAsItMay) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        ThreeStores stores(executor);
        co_await stores.open();
        co_await stores.look_at(stores.first);
        const auto by_key = [&](const char* permission, std::string code,
                                std::string store) -> awaitable<int> {
            const json::object wanted = {{"name", "Script"}, {"permissions", json::array{permission}}};
            const auto made =
                co_await stores.cloud.call(Method::post, "/api/keys", to_text(wanted), stores.ann);
            const net::http::Headers headers = {
                {"authorization", "Bearer " + text_at(parse_json(made.body)->as_object(), "key")}};
            const json::object choice = {{"store", store}};
            co_return (co_await stores.cloud.call_with(Method::post, "/api/activation/" + code, headers,
                                                       to_text(choice)))
                .status;
        };
        const auto code = co_await stores.new_code();
        EXPECT_EQ(co_await by_key("fuse.view", code, stores.first), 403);
        EXPECT_EQ(co_await by_key("fuse.manage", code, stores.second), 404);
        EXPECT_EQ(co_await by_key("fuse.manage", code, stores.first), 204);
    });
}

TEST(Activation, ThatIsRefusedTellsTheFuseAndNobodyCanUseTheCode) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        stage.owner = co_await stage.cloud.set_up_owner();
        const auto code = co_await stage.fuse.request_code();
        const auto path = "/api/activation/" + text_at(code, "user_code");
        EXPECT_EQ((co_await stage.as_owner(Method::del, path)).status, 204);
        const auto device_code = text_at(code, "device_code");
        const auto poll =
            co_await stage.fuse.request_token(device_code, stage.fuse.sign("gantry-device:" + device_code));
        EXPECT_EQ(poll.status, 400);
        EXPECT_THAT(poll.body, ::testing::HasSubstr(R"("error":"access_denied")"));
        EXPECT_THAT(poll.body, ::testing::HasSubstr("not theirs"));
        const auto store = co_await stage.cloud.store_id(stage.owner);
        EXPECT_EQ((co_await stage.cloud.confirm(text_at(code, "user_code"), stage.owner, store)).status, 422);
        EXPECT_EQ((co_await stage.as_owner(Method::get, "/api/fuses")).body, "[]");
        const auto log = co_await stage.as_owner(Method::get, "/api/audit?action=fuse.refused");
        EXPECT_THAT(log.body, ::testing::HasSubstr(R"("object":"workshop-pi")"));
    });
}

TEST(Activation, AgainKeepsTheFuseAndRefusesItsOldToken) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        FakeFuse fuse(cloud);
        const auto first_token = co_await fuse.activate(owner);
        const auto first_id = fuse.id();
        co_await fuse.activate(owner);
        EXPECT_EQ(fuse.id(), first_id);
        EXPECT_EQ((co_await fuse.dial(first_token)).error().code, Errc::unauthorized);
        EXPECT_TRUE((co_await fuse.dial(fuse.token())).has_value());
    });
}

TEST(Activation, IntoAnotherStoreTakesAFuseAndItsPrintersOutOfTheFormer) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        co_await stage.prepare();
        const auto eve = co_await stage.cloud.add_other_store(stage.owner, "eve");
        auto her_page = co_await open_page(stage.cloud, eve);
        co_await her_page.expect("printers");
        const auto former_token = stage.fuse.token();
        const auto former_id = stage.fuse.id();
        co_await stage.fuse.activate(eve);
        EXPECT_NE(stage.fuse.id(), former_id);
        EXPECT_EQ(text_at(co_await stage.gateway->expect("goodbye"), "code"), "forbidden");
        EXPECT_TRUE((co_await stage.page->expect("printers")).at("printers").as_array().empty());
        for (const auto* path : {"/api/printers", "/api/fuses"})
            EXPECT_EQ((co_await stage.as_owner(Method::get, path)).body, "[]") << path;
        EXPECT_EQ((co_await stage.fuse.dial(former_token)).error().code, Errc::unauthorized);
        const auto log = co_await stage.as_owner(Method::get, "/api/audit?action=fuse.left");
        EXPECT_THAT(log.body, ::testing::HasSubstr(R"("object":"workshop-pi")"));
        auto peer = co_await stage.fuse.connect();
        peer.send(printers_message({"p1"}));
        EXPECT_EQ((co_await her_page.expect("printers")).at("printers").as_array().size(), 1u);
        EXPECT_EQ((co_await stage.cloud.call(Method::get, "/api/printers/p1", "", eve)).status, 200);
        EXPECT_EQ((co_await stage.as_owner(Method::get, "/api/printers/p1")).status, 404);
    });
}

TEST(Activation, OfACodeInTheNameOfAnothersKeyTakesNothingFromThem) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        co_await stage.prepare();
        const auto eve = co_await stage.cloud.add_other_store(stage.owner, "eve");
        const auto code = co_await stage.fuse.request_code();  // a public key is all that it takes
        const auto her_store = co_await stage.cloud.store_id(eve);
        EXPECT_EQ((co_await stage.cloud.confirm(text_at(code, "user_code"), eve, her_store)).status, 204);
        const FakeFuse thief(stage.cloud);
        const auto device_code = text_at(code, "device_code");
        const auto refused =
            co_await stage.fuse.request_token(device_code, thief.sign("gantry-device:" + device_code));
        EXPECT_THAT(refused.body, ::testing::HasSubstr(R"("error":"access_denied")"));
        EXPECT_EQ((co_await stage.cloud.call(Method::get, "/api/fuses", "", eve)).body, "[]");
        stage.gateway->send({{"type", "state"}, {"printer", "p1"}, {"changes", {{"activity", "printing"}}}});
        EXPECT_EQ(text_at(co_await stage.page->expect("printer"), "status"), "printing");
        EXPECT_TRUE((co_await stage.fuse.dial(stage.fuse.token())).has_value());
    });
}

TEST(Activation, IsOverWithTheRevocationOfTheFuse) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        stage.owner = co_await stage.cloud.set_up_owner();
        const auto code = co_await stage.fuse.request_code();
        const auto store = co_await stage.cloud.store_id(stage.owner);
        EXPECT_EQ((co_await stage.cloud.confirm(text_at(code, "user_code"), stage.owner, store)).status, 204);
        const auto device_code = text_at(code, "device_code");
        const auto signature = stage.fuse.sign("gantry-device:" + device_code);
        const auto granted = co_await stage.fuse.request_token(device_code, signature);
        EXPECT_EQ(granted.status, 200);
        const auto id = text_at(parse_json(granted.body)->as_object(), "fuse_id");
        EXPECT_EQ((co_await stage.as_owner(Method::del, "/api/fuses/" + id)).status, 204);
        const auto again = co_await stage.fuse.request_token(device_code, signature);
        EXPECT_THAT(again.body, ::testing::HasSubstr(R"("error":"access_denied")"));
        EXPECT_EQ((co_await stage.as_owner(Method::get, "/api/fuses")).body, "[]");
    });
}

TEST(Activation, RefusesWhatIsNoKey) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto response = co_await cloud.call(Method::post, "/api/device/code",
                                                  R"({"host_name":"pi","public_key":"AAAA","software":"x"})");
        EXPECT_EQ(response.status, 400);
    });
}

}  // namespace
}  // namespace gantry::cloud
