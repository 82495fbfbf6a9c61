#include <gmock/gmock.h>

#include "tests/cloud/stage.hpp"

namespace gantry::cloud {
namespace {

using ::testing::HasSubstr;

json::object start_message(const std::string& printer, const std::string& request = "r1") {
    return {{"type", "live.start"}, {"request", request}, {"printer", printer}};
}

struct LiveStage : Stage {
    using Stage::Stage;

    // Up to the offer that the Fuse has; the session's id.
    awaitable<std::string> go_to_the_offer() {
        page->send(start_message("p1"));
        const auto ready = co_await page->expect("live.ready");
        const auto session = text_at(ready, "session");
        page->send({{"type", "live.offer"}, {"session", session}, {"sdp", "v=0 offer"}});
        const auto offer = co_await gateway->expect("live.offer");
        EXPECT_EQ(text_at(offer, "session"), session);
        co_return session;
    }
    // Up to the Fuse's answer; the session's id.
    awaitable<std::string> go_live() {
        const auto session = co_await go_to_the_offer();
        gateway->send({{"type", "live.answer"}, {"session", session}, {"sdp", "v=0 answer"}});
        EXPECT_EQ(text_at(co_await page->expect("live.answer"), "sdp"), "v=0 answer");
        co_return session;
    }
    awaitable<std::string> refusal(json::object start) {
        page->send(start);
        const auto ended = co_await page->expect("live.ended");
        EXPECT_EQ(text_at(ended, "request"), text_at(start, "request"));
        co_return text_at(ended, "code");
    }
};

TEST(Live, CarriesOfferAnswerAndCandidatesBothWays) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        LiveStage stage(executor, [](Settings& settings) {
            settings.given.ice = {.turn = {"turn:127.0.0.1:3478"}, .turn_secret = Secret("north wind")};
        });
        co_await stage.prepare("operator");
        auto start = start_message("p1");
        start["policy"] = "relay";
        stage.page->send(start);
        const auto ready = co_await stage.page->expect("live.ready");
        EXPECT_EQ(text_at(ready, "request"), "r1");
        EXPECT_THAT(to_text(ready.at("ice_servers")), HasSubstr(co_await stage.cloud.user_id(stage.watcher)));
        const auto session = text_at(ready, "session");
        stage.page->send({{"type", "live.offer"}, {"session", session}, {"sdp", "v=0 offer"}});
        const auto offer = co_await stage.gateway->expect("live.offer");
        EXPECT_EQ(text_at(offer, "sdp"), "v=0 offer");
        EXPECT_EQ(text_at(offer, "policy"), "relay");
        EXPECT_EQ(text_at(offer, "viewer"), "otto");
        EXPECT_THAT(to_text(offer.at("ice_servers")), HasSubstr(stage.fuse.id() + ":p1"));
        for (auto* peer : {&*stage.page, &*stage.gateway}) {
            peer->send({{"type", "live.candidate"},
                        {"session", session},
                        {"candidate", "candidate:1"},
                        {"mid", "0"}});
        }
        EXPECT_EQ(text_at(co_await stage.gateway->expect("live.candidate"), "candidate"), "candidate:1");
        EXPECT_EQ(text_at(co_await stage.page->expect("live.candidate"), "candidate"), "candidate:1");
        stage.page->send({{"type", "live.stop"}, {"session", session}});
        EXPECT_EQ(text_at(co_await stage.gateway->expect("live.end"), "code"), "cancelled");
        EXPECT_EQ(text_at(co_await stage.page->expect("live.ended"), "code"), "cancelled");
    });
}

TEST(Live, TakesTheOfferWithinTheStart) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        LiveStage stage(executor);
        co_await stage.prepare("operator");
        auto start = start_message("p1");
        start["sdp"] = "v=0 early";
        stage.page->send(start);
        EXPECT_EQ(text_at(co_await stage.gateway->expect("live.offer"), "sdp"), "v=0 early");
        co_await stage.page->expect("live.ready");
    });
}

TEST(Live, IsRefusedWithItsReason) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        LiveStage stage(executor);
        co_await stage.prepare("operator");
        EXPECT_EQ(co_await stage.refusal(start_message("unknown")), "not_found");
        stage.gateway->send(printers_message({"p1"}, "none"));
        co_await stage.page->expect("printers");
        EXPECT_EQ(co_await stage.refusal(start_message("p1")), "unsupported");
        stage.gateway->send(printers_message({"p1"}));
        co_await stage.page->expect("printers");
        stage.gateway.reset();
        co_await stage.page->expect("printer");
        EXPECT_EQ(co_await stage.refusal(start_message("p1")), "offline");
    });
}

TEST(Live, IsRefusedToAViewer) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        LiveStage stage(executor);
        co_await stage.prepare("viewer");
        EXPECT_EQ(co_await stage.refusal(start_message("p1")), "forbidden");
    });
}

TEST(Live, EndsWithinASecondWhenThePermissionIsTaken) {
    for (const auto* change : {R"({"role":"viewer"})", R"({"overrides":{"printer.camera":false}})",
                               R"({"scope":{"all":false,"printers":[]}})"}) {
        run_coroutine_and_drain([change](Executor executor) -> awaitable<void> {
            LiveStage stage(executor);
            co_await stage.prepare("operator");
            co_await stage.go_live();
            const auto started = std::chrono::steady_clock::now();
            co_await stage.change_watcher(change);
            EXPECT_EQ(text_at(co_await stage.gateway->expect("live.end"), "code"), "forbidden");
            EXPECT_EQ(text_at(co_await stage.page->expect("live.ended"), "code"), "forbidden");
            EXPECT_LT(std::chrono::steady_clock::now() - started, 1s);
            co_await stage.page->expect("session");
            const auto code = co_await stage.refusal(start_message("p1"));
            EXPECT_EQ(code,
                      std::string(change).find("scope") == std::string::npos ? "forbidden" : "not_found");
        });
    }
}

TEST(Live, IsForThePrintersOfTheScopeOnly) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        LiveStage stage(executor);
        co_await stage.prepare("operator");
        stage.gateway->send(printers_message({"p1", "p2"}));
        co_await stage.page->expect("printers");
        co_await stage.change_watcher(R"({"scope":{"all":false,"printers":["p1"]}})");
        const auto printers = co_await stage.page->expect("printers");
        EXPECT_EQ(printers.at("printers").as_array().size(), 1u);
        EXPECT_EQ(co_await stage.refusal(start_message("p2")), "not_found");
        const auto p2 = "/api/printers/p2";
        EXPECT_EQ((co_await stage.cloud.call(Method::get, p2, "", stage.watcher)).status, 404);
        const auto stop = std::string(p2) + "/command";
        EXPECT_EQ(
            (co_await stage.cloud.call(Method::post, stop, R"({"action":"stop"})", stage.watcher)).status,
            404);
        // What happens to the other printer is not told: the next that the page hears is of its own.
        for (const auto* id : {"p2", "p1"}) {
            stage.gateway->send(
                {{"type", "state"}, {"printer", id}, {"changes", {{"activity", "printing"}}}});
        }
        EXPECT_EQ(text_at(co_await stage.page->expect("printer"), "id"), "p1");
        co_await stage.go_live();
    });
}

TEST(Live, EndsWhenThePageCloses) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        LiveStage stage(executor);
        co_await stage.prepare("operator");
        co_await stage.go_live();
        stage.page.reset();
        EXPECT_EQ(text_at(co_await stage.gateway->expect("live.end"), "code"), "cancelled");
    });
}

TEST(Live, EndsWhenThePersonSignsOut) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        LiveStage stage(executor);
        co_await stage.prepare("operator");
        co_await stage.go_live();
        EXPECT_EQ((co_await stage.cloud.call(Method::del, "/api/session", "", stage.watcher)).status, 204);
        EXPECT_EQ(text_at(co_await stage.gateway->expect("live.end"), "code"), "cancelled");
        co_await stage.page->expect_end();
    });
}

TEST(Live, EndsWhenThePrinterOrItsFuseIsGone) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        LiveStage stage(executor);
        co_await stage.prepare("operator");
        co_await stage.go_live();
        stage.gateway->send(printers_message({}));
        EXPECT_EQ(text_at(co_await stage.page->expect("live.ended"), "code"), "not_found");
        EXPECT_EQ(text_at(co_await stage.gateway->expect("live.end"), "code"), "not_found");
        stage.gateway->send(printers_message({"p1"}));
        co_await stage.page->expect("printers");
        co_await stage.go_live();
        stage.gateway.reset();
        EXPECT_EQ(text_at(co_await stage.page->expect("live.ended"), "code"), "offline");
    });
}

TEST(Live, PassesTheFusesRefusalOn) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        LiveStage stage(executor);
        co_await stage.prepare("operator");
        const auto session = co_await stage.go_to_the_offer();
        stage.gateway->send(
            {{"type", "live.end"}, {"session", session}, {"code", "disabled"}, {"detail", ""}});
        const auto ended = co_await stage.page->expect("live.ended");
        EXPECT_EQ(text_at(ended, "code"), "disabled");
        EXPECT_EQ(text_at(ended, "detail"), "Remote camera streaming is disabled");
    });
}

TEST(Live, TellsThePageThatItsWayIsSlow) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        LiveStage stage(executor);
        co_await stage.prepare("operator");
        const auto session = co_await stage.go_to_the_offer();
        stage.gateway->send({{"type", "live.quality"}, {"session", "of somebody else"}, {"slow", true}});
        stage.gateway->send({{"type", "live.quality"}, {"session", session}, {"slow", true}});
        const auto quality = co_await stage.page->expect("live.quality");
        EXPECT_EQ(text_at(quality, "session"), session);
        EXPECT_TRUE(quality.at("slow").as_bool());
    });
}

TEST(Live, GivesUpOnAFuseThatDoesNotAnswer) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        LiveStage stage(executor, [](Settings& settings) { settings.live.answer = 50ms; });
        co_await stage.prepare("operator");
        stage.page->send(start_message("p1"));
        const auto ended = co_await stage.page->expect("live.ended");
        EXPECT_EQ(text_at(ended, "code"), "timeout");
        EXPECT_EQ(text_at(ended, "detail"), "Couldn't connect to the camera after 30s");
    });
}

TEST(Live, KeepsSessionsToTheirOwners) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        LiveStage stage(executor);
        co_await stage.prepare("operator");
        const auto session = co_await stage.go_live();
        auto stranger = co_await open_page(stage.cloud, stage.owner);
        stranger.send(
            {{"type", "live.candidate"}, {"session", session}, {"candidate", "evil"}, {"mid", "0"}});
        stranger.send({{"type", "live.stop"}, {"session", session}});
        stranger.send_text("{broken");
        stranger.send(start_message("unknown"));
        co_await stranger.expect("live.ended");  // all of it has been heard
        stage.page->send(
            {{"type", "live.candidate"}, {"session", session}, {"candidate", "candidate:2"}, {"mid", "0"}});
        EXPECT_EQ(text_at(co_await stage.gateway->expect("live.candidate"), "candidate"), "candidate:2");
    });
}

}  // namespace
}  // namespace gantry::cloud
