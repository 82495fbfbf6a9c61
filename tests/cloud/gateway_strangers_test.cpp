// What a Fuse of another store says about printers, questions and sessions that are not its own.
#include <gmock/gmock.h>

#include "tests/cloud/stage.hpp"

namespace gantry::cloud {
namespace {

using ::testing::HasSubstr;

// Somebody's Fuse in a store of their own, beside a stage whose printers are on the page.
struct Neighbours : Stage {
    explicit Neighbours(Executor executor) : Stage(executor), stranger(cloud) {}

    awaitable<void> prepare() {
        co_await Stage::prepare();
        co_await stranger.activate(co_await cloud.add_other_store(owner, "eve"));
        theirs.emplace(co_await stranger.connect());
    }
    // Until all that the stranger has said is heard.
    awaitable<void> stranger_is_heard() {
        theirs->send({{"type", "live.answer"}, {"session", "of nobody"}, {"sdp", "v=0"}});
        while (text_at(co_await theirs->expect("live.end"), "session") != "of nobody") {
        }
    }

    FakeFuse stranger;
    std::optional<Peer> theirs;
};

json::object change_to(const char* activity) {
    return {{"type", "state"}, {"printer", "p1"}, {"changes", {{"activity", activity}}}};
}

TEST(GatewayStrangers, NeitherTakeNorChangeAPrinter) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Neighbours stage(executor);
        co_await stage.prepare();
        stage.theirs->send(printers_message({"p1"}));
        const auto allowed = co_await stage.theirs->expect("allowed_printers");
        EXPECT_TRUE(allowed.at("printers").as_array().empty());
        stage.theirs->send(change_to("printing"));
        stage.theirs->send(printers_message({}));
        co_await stage.stranger_is_heard();
        stage.gateway->send(change_to("paused"));
        const auto event = co_await stage.page->expect("printer");
        EXPECT_EQ(to_text(event.at("changes")), R"({"activity":"paused"})");
    });
}

TEST(GatewayStrangers, AnswerNoCommandAndNoQuestion) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Neighbours stage(executor);
        co_await stage.prepare();
        Supervisor supervisor(executor, "test");
        supervisor.run("fuses", [&]() -> awaitable<void> {
            const auto command = co_await stage.gateway->expect("command");
            const json::object problem = {{"code", "rejected"}, {"detail", "by a stranger"}};
            stage.theirs->send({{"type", "reply"}, {"id", command.at("id")}, {"problem", problem}});
            co_await stage.stranger_is_heard();
            stage.gateway->send({{"type", "reply"}, {"id", command.at("id")}});
            const auto question = co_await stage.gateway->expect("history.request");
            const auto answer = [&](double bed) -> json::object {
                const json::object columns = {{"at", {1000}}, {"bed", {bed}}};
                return {{"type", "history"}, {"id", question.at("id")}, {"columns", columns}};
            };
            stage.theirs->send(answer(11.5));
            co_await stage.stranger_is_heard();
            stage.gateway->send(answer(60.5));
        });
        const auto paused =
            co_await stage.as_owner(Method::post, "/api/printers/p1/command", R"({"action":"pause"})");
        EXPECT_EQ(paused.status, 204) << paused.body;
        const auto history = co_await stage.as_owner(Method::get, "/api/printers/p1/history");
        EXPECT_THAT(history.body, HasSubstr(R"("bed":[60.5])"));
    });
}

TEST(GatewayStrangers, HaveNoPartInALiveSession) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Neighbours stage(executor);
        co_await stage.prepare();
        stage.page->send(
            {{"type", "live.start"}, {"request", "r1"}, {"printer", "p1"}, {"sdp", "v=0 offer"}});
        const auto session = text_at(co_await stage.page->expect("live.ready"), "session");
        stage.theirs->send({{"type", "live.answer"}, {"session", session}, {"sdp", "v=0 evil"}});
        stage.theirs->send(
            {{"type", "live.candidate"}, {"session", session}, {"candidate", "evil"}, {"mid", "0"}});
        stage.theirs->send(
            {{"type", "live.end"}, {"session", session}, {"code", "disabled"}, {"detail", ""}});
        co_await stage.stranger_is_heard();
        stage.gateway->send({{"type", "live.answer"}, {"session", session}, {"sdp", "v=0 answer"}});
        EXPECT_EQ(text_at(co_await stage.page->expect("live.answer"), "sdp"), "v=0 answer");
        stage.gateway->send(
            {{"type", "live.candidate"}, {"session", session}, {"candidate", "candidate:1"}, {"mid", "0"}});
        EXPECT_EQ(text_at(co_await stage.page->expect("live.candidate"), "candidate"), "candidate:1");
    });
}

TEST(GatewayStrangers, ReportNoCheck) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Neighbours stage(executor);
        co_await stage.prepare();
        stage.page->send({{"type", "check.start"}, {"request", "r1"}, {"printer", "p1"}});
        const auto check = co_await stage.gateway->expect("check");
        const auto report_at = [&](int at) -> json::object {
            const json::object report = {{"started_at", at}, {"done", true}, {"steps", json::array()}};
            return {{"type", "check.report"}, {"id", check.at("id")}, {"report", report}};
        };
        stage.theirs->send(report_at(1));
        co_await stage.stranger_is_heard();
        stage.gateway->send(report_at(2));
        const auto heard = co_await stage.page->expect("check.report");
        EXPECT_EQ(heard.at("report").at("started_at").as_int64(), 2);
    });
}

}  // namespace
}  // namespace gantry::cloud
