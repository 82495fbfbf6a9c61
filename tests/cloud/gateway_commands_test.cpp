#include <gmock/gmock.h>

#include "tests/cloud/stage.hpp"

namespace gantry::cloud {
namespace {

using ::testing::HasSubstr;

TEST(GatewayCommands, CarriesACommandAndItsOutcome) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor, [](Settings& s) { s.gateway.reply = 300ms; });
        co_await stage.prepare();
        Supervisor supervisor(executor, "test");
        supervisor.run("fuse", [&]() -> awaitable<void> {
            const auto pause = co_await stage.gateway->expect("command");
            EXPECT_EQ(text_at(pause, "printer") + " " + text_at(pause, "action"), "p1 pause");
            stage.gateway->send({{"type", "reply"}, {"id", pause.at("id")}});
            const auto stop = co_await stage.gateway->expect("command");
            stage.gateway->send({{"type", "reply"},
                                 {"id", stop.at("id")},
                                 {"problem", {{"code", "rejected"}, {"detail", "nothing is printing"}}}});
        });
        const auto command = [&](const char* action) {
            return stage.as_owner(Method::post, "/api/printers/p1/command",
                                  to_text(json::object{{"action", action}}));
        };
        EXPECT_EQ((co_await command("pause")).status, 204);
        const auto refused = co_await command("stop");
        EXPECT_EQ(refused.status, 422);
        EXPECT_THAT(refused.body, HasSubstr("nothing is printing"));
        EXPECT_EQ((co_await command("light_on")).status, 504);  // the Fuse does not answer
        EXPECT_EQ((co_await command("explode")).status, 400);
    });
}

// Of one printer that takes what a P1S takes.
json::object printer_with_limits() {
    auto message = printers_message({"p1"});
    message["printers"].as_array()[0].as_object()["printer"].as_object()["limits"] = {
        {"nozzle_c", 300}, {"bed_c", 100}, {"part_fan", true}, {"move_mm", 10}};
    return message;
}

TEST(GatewayCommands, CarriesTheValueOfACommandWithinThePrintersLimits) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        co_await stage.prepare("owner", printer_with_limits());
        Supervisor supervisor(executor, "test");
        supervisor.run("fuse", [&]() -> awaitable<void> {
            const auto heat = co_await stage.gateway->expect("command");
            EXPECT_EQ(text_at(heat, "action"), "bed_temperature");
            EXPECT_EQ(heat.at("value").to_number<double>(), 60);
            stage.gateway->send({{"type", "reply"}, {"id", heat.at("id")}});
        });
        const auto command = [&](std::string body) {
            return stage.as_owner(Method::post, "/api/printers/p1/command", std::move(body));
        };
        EXPECT_EQ((co_await command(R"({"action":"bed_temperature","value":60})")).status, 204);
        const auto too_hot = co_await command(R"({"action":"bed_temperature","value":101})");
        EXPECT_EQ(too_hot.status, 400);
        EXPECT_THAT(too_hot.body, HasSubstr("0 to 100"));
        EXPECT_EQ((co_await command(R"({"action":"move_x"})")).status, 400);
        EXPECT_THAT((co_await command(R"({"action":"chamber_temperature","value":40})")).body,
                    HasSubstr("unsupported"));
        const auto log = co_await stage.as_owner(Method::get, "/api/audit?action=printer.");
        EXPECT_THAT(log.body, HasSubstr(R"("detail":{"outcome":"done","value":60)"));
    });
}

TEST(GatewayCommands, AsksTheFuseForTheLastHour) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor, [](Settings& s) { s.gateway.reply = 300ms; });
        co_await stage.prepare();
        Supervisor supervisor(executor, "test");
        const auto answer = [&](json::object columns) {
            supervisor.run("fuse", [&, columns = std::move(columns)]() -> awaitable<void> {
                const auto request = co_await stage.gateway->expect("history.request");
                EXPECT_EQ(text_at(request, "printer"), "p1");
                stage.gateway->send({{"type", "history"}, {"id", request.at("id")}, {"columns", columns}});
            });
        };
        const auto ask = [&] { return stage.as_owner(Method::get, "/api/printers/p1/history"); };
        answer({{"at", {1000}}, {"bed", {60.5}}});
        const auto history = co_await ask();
        EXPECT_EQ(history.status, 200);
        EXPECT_THAT(history.body, HasSubstr(R"("bed":[60.5])"));
        answer({{"at", json::array(1001, 1)}});
        EXPECT_THAT((co_await ask()).body, HasSubstr("too_large"));
        EXPECT_EQ((co_await ask()).status, 504) << "the Fuse does not answer";
        stage.gateway.reset();
        EXPECT_EQ(text_at(co_await stage.page->expect("printer"), "status"), "offline");
        EXPECT_EQ((co_await ask()).status, 503);
    });
}

TEST(GatewayCommands, EndsACommandWhoseConnectionWasReplaced) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        co_await stage.prepare();
        std::optional<Peer> second;
        Supervisor supervisor(executor, "test");
        supervisor.run("fuse", [&]() -> awaitable<void> {
            co_await stage.gateway->expect("command");
            second.emplace(co_await stage.fuse.connect());
        });
        const auto response =
            co_await stage.as_owner(Method::post, "/api/printers/p1/command", R"({"action":"pause"})");
        EXPECT_EQ(response.status, 503) << response.body;
        co_await supervisor.stop();
        const auto view = co_await stage.as_owner(Method::get, "/api/printers/p1");
        EXPECT_THAT(view.body, HasSubstr(R"("connection":"online")"));
    });
}

}  // namespace
}  // namespace gantry::cloud
