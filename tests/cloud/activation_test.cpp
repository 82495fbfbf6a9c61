#include <gmock/gmock.h>

#include <set>

#include "base/typed_code.hpp"
#include "cloud/activation/codes.hpp"
#include "tests/cloud/stage.hpp"

namespace gantry::cloud {
namespace {

using activation::Codes;
using activation::Poll;
using std::chrono::minutes;
using std::chrono::seconds;

const Time noon{std::chrono::hours(12)};

TEST(ActivationCodes, AreReadHoweverTheyAreTyped) {
    EXPECT_EQ(normalized_code("sqma-vr2n"), "SQMA-VR2N");
    EXPECT_EQ(normalized_code(" SQMA VR2N "), "SQMA-VR2N");
    for (const auto* bad : {"", "SQMA", "SQMA-VR2", "SQMA-VR2NN", "SQMA-VR0N", "SQMA/VR2N"})
        EXPECT_EQ(normalized_code(bad), "") << bad;
}

TEST(ActivationCodes, TellExpiredUnknownAndUsedApart) {
    Codes codes;
    const auto code = codes.issue({}, noon);
    EXPECT_EQ(code->user_code, normalized_code(code->user_code));
    EXPECT_TRUE(codes.find(code->user_code, noon + minutes(15) - seconds(1)).has_value());
    EXPECT_EQ(codes.find(code->user_code, noon + minutes(15)).error().code, Errc::expired);
    EXPECT_EQ(codes.find("SQMA-VR2N", noon).error().code, Errc::not_found);
    EXPECT_EQ(codes.find("", noon).error().code, Errc::not_found);
    codes.approve(code->user_code, StoreId("s"), "Workshop");
    EXPECT_EQ(codes.find(code->user_code, noon).error().code, Errc::conflict);
}

TEST(ActivationCodes, AnswerPollsByTheClock) {
    Codes codes;
    const auto code = codes.issue({}, noon);
    const auto& device = code->device_code;
    EXPECT_EQ(codes.poll(device, noon + seconds(2)), Poll::pending);
    EXPECT_EQ(codes.poll(device, noon + seconds(3)), Poll::slow_down);
    EXPECT_EQ(codes.poll(device, noon + seconds(6)), Poll::pending);
    EXPECT_EQ(codes.poll(device, noon + minutes(15)), Poll::expired);
    EXPECT_EQ(codes.poll("unknown", noon).error().code, Errc::not_found);
    codes.approve(code->user_code, StoreId("s"), "Workshop");
    EXPECT_EQ(codes.poll(device, noon + minutes(1)), Poll::approved);
}

TEST(ActivationCodes, AreBoundedInNumberAndForgotten) {
    Codes codes;
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i)
        seen.insert(codes.issue({}, noon)->user_code);
    EXPECT_EQ(seen.size(), 1000u);
    EXPECT_EQ(codes.issue({}, noon).error().code, Errc::rate_limited);
    EXPECT_TRUE(codes.issue({}, noon + minutes(76)).has_value());
}

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
        EXPECT_EQ((co_await cloud.call(Method::post, path, "", owner)).status, 204);
        EXPECT_EQ((co_await cloud.call(Method::post, path, "", owner)).status, 409);
        const auto granted = co_await fuse.request_token(device_code, signature);
        EXPECT_EQ(granted.status, 200);
        EXPECT_THAT(granted.body, ::testing::HasSubstr(R"("store_name":"Workshop")"));
        const auto fuses = co_await cloud.call(Method::get, "/api/fuses", "", owner);
        EXPECT_THAT(fuses.body, ::testing::HasSubstr(R"("host_name":"workshop-pi")"));
    });
}

TEST(Activation, StopsGuessing) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        EXPECT_EQ((co_await cloud.call(Method::post, "/api/activation/SQMA-VR2N", "", owner)).status, 404);
        int status = 0;
        for (int i = 0; i < 12 && status != 429; ++i)
            status = (co_await cloud.call(Method::post, "/api/activation/SQMA-VR2N", "", owner)).status;
        EXPECT_EQ(status, 429);
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
        const auto path = "/api/activation/" + text_at(code, "user_code");
        EXPECT_EQ((co_await stage.cloud.call(Method::post, path, "", eve)).status, 204);
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
        const auto path = "/api/activation/" + text_at(code, "user_code");
        EXPECT_EQ((co_await stage.as_owner(Method::post, path)).status, 204);
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
