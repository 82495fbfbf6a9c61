#include "cloud/doctor/checks.hpp"

#include <gmock/gmock.h>

#include "tests/cloud/stage.hpp"

namespace gantry::cloud {
namespace {

using ::testing::HasSubstr;

json::object check_of(const std::string& printer) {
    return {{"type", "check.start"}, {"request", "r1"}, {"printer", printer}};
}

json::object report_message(const std::string& id, bool done) {
    const json::object step = {{"id", "camera"},
                               {"name", "Pictures coming"},
                               {"state", done ? "failed" : "running"},
                               {"seen", ""},
                               {"cause", done ? "camera_stuck" : ""}};
    return {{"type", "check.report"},
            {"id", id},
            {"report", {{"started_at", 1}, {"done", done}, {"steps", json::array{step}}}}};
}

struct CheckStage : Stage {
    explicit CheckStage(Executor executor)
        : Stage(executor, [](Settings& settings) {
              settings.given.ice = {.stun = {"127.0.0.1:3478"},
                                    .turn = {"turn:127.0.0.1:3478"},
                                    .turn_secret = Secret("north wind")};
          }) {}

    // Up to the Fuse's being asked; the id of the check.
    awaitable<std::string> begin() {
        page->send(check_of("p1"));
        const auto ready = co_await page->expect("check.ready");
        EXPECT_EQ(text_at(ready, "request"), "r1");
        EXPECT_THAT(to_text(ready.at("ice_servers")), HasSubstr("stun:127.0.0.1:3478"));
        const auto asked = co_await gateway->expect("check");
        EXPECT_EQ(text_at(asked, "printer"), "p1");
        EXPECT_THAT(to_text(asked.at("ice_servers")), HasSubstr(fuse.id() + ":p1"));
        co_return text_at(asked, "id");
    }
    awaitable<std::string> refusal(std::string printer) {
        page->send(check_of(printer));
        co_return text_at(co_await page->expect("check.ended"), "code");
    }
};

TEST(Checks, CarryTheFusesFindingsToThePageThatAsked) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        CheckStage stage(executor);
        co_await stage.prepare("operator");
        const auto id = co_await stage.begin();
        stage.gateway->send(report_message("another", true));
        stage.gateway->send(report_message(id, false));
        const auto first = co_await stage.page->expect("check.report");
        EXPECT_EQ(text_at(first, "request"), "r1");
        EXPECT_FALSE(first.at("report").at("done").as_bool());
        stage.gateway->send(report_message(id, true));
        const auto last = co_await stage.page->expect("check.report");
        EXPECT_THAT(to_text(last), HasSubstr("camera_stuck"));
    });
}

TEST(Checks, AreRefusedToWhoeverMayNotWatch) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        CheckStage stage(executor);
        co_await stage.prepare("viewer");
        EXPECT_EQ(co_await stage.refusal("p1"), "forbidden");
        EXPECT_EQ(co_await stage.refusal("p9"), "not_found");
    });
}

TEST(Checks, SayThatTheFuseIsOffline) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        CheckStage stage(executor);
        co_await stage.prepare("operator");
        co_await stage.begin();
        stage.gateway.reset();
        EXPECT_EQ(text_at(co_await stage.page->expect("check.ended"), "code"), "offline");
        EXPECT_EQ(co_await stage.refusal("p1"), "offline");
    });
}

TEST(Checks, EndWithTheFusesReasonOrThePermission) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        CheckStage stage(executor);
        co_await stage.prepare("operator");
        const auto id = co_await stage.begin();
        stage.gateway->send({{"type", "check.report"},
                             {"id", id},
                             {"report", json::object()},
                             {"problem", {{"code", "busy"}, {"detail", "too many check-ups"}}}});
        EXPECT_EQ(text_at(co_await stage.page->expect("check.ended"), "code"), "busy");
        co_await stage.begin();
        co_await stage.change_watcher(R"({"role": "viewer"})");
        EXPECT_EQ(text_at(co_await stage.page->expect("check.ended"), "code"), "forbidden");
    });
}

}  // namespace
}  // namespace gantry::cloud
