#include <gmock/gmock.h>

#include "tests/cloud/stage.hpp"

namespace gantry::cloud {
namespace {

using ::testing::HasSubstr;

TEST(Gateway, AdmitsAFuseThatHoldsItsKey) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        co_await stage.join();
        auto peer = co_await stage.fuse.connect();
        EXPECT_THAT((co_await stage.as_owner(Method::get, "/api/fuses")).body, HasSubstr(R"("online":true)"));
        EXPECT_EQ((co_await stage.fuse.dial("a guess")).error().code, Errc::unauthorized);
    });
}

TEST(Gateway, RefusesAStolenTokenWithoutTheKey) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        co_await stage.join();
        const FakeFuse thief(stage.cloud);
        auto peer = *co_await stage.fuse.dial(stage.fuse.token());
        const auto challenge = co_await peer.expect("challenge");
        peer.send({{"type", "hello"},
                   {"version", 1},
                   {"signature", thief.sign("gantry-gateway:" + text_at(challenge, "nonce"))}});
        EXPECT_EQ(text_at(co_await peer.expect("goodbye"), "code"), "unauthorized");
        co_await peer.expect_end();
    });
}

TEST(Gateway, EndsAConnectionThatDoesNotSayHello) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor, [](Settings& s) { s.gateway.hello = 20ms; });
        co_await stage.join();
        auto peer = *co_await stage.fuse.dial(stage.fuse.token());
        EXPECT_EQ(text_at(co_await peer.expect("goodbye"), "code"), "timeout");
    });
}

TEST(Gateway, LetsTheNewerConnectionOfAFuseWin) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        co_await stage.join();
        auto first = co_await stage.fuse.connect();
        auto second = co_await stage.fuse.connect();
        EXPECT_EQ(text_at(co_await first.expect("goodbye"), "code"), "conflict");
        co_await first.expect_end();
        auto page = co_await open_page(stage.cloud, stage.owner);
        second.send(printers_message({"p1"}));
        co_await page.expect("printers");
        EXPECT_EQ((co_await page.expect("printers")).at("printers").as_array().size(), 1u);
    });
}

TEST(Gateway, ShowsPrintersAndWhatChanges) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        co_await stage.join();
        auto peer = co_await stage.fuse.connect();
        auto page = co_await open_page(stage.cloud, stage.owner);
        EXPECT_EQ(text_at((co_await page.expect("session")).at("session").at("store").as_object(), "name"),
                  "Workshop");
        EXPECT_TRUE((co_await page.expect("printers")).at("printers").as_array().empty());
        peer.send(printers_message({"p1", "p2"}));
        const auto printers = (co_await page.expect("printers")).at("printers").as_array();
        EXPECT_EQ(printers.size(), 2u);
        EXPECT_EQ(text_at(printers[0].as_object(), "status"), "ready");
        peer.send({{"type", "state"}, {"printer", "p1"}, {"changes", {{"activity", "printing"}}}});
        const auto change = co_await page.expect("printer");
        EXPECT_EQ(text_at(change, "id"), "p1");
        EXPECT_EQ(text_at(change, "status"), "printing");
        EXPECT_EQ(to_text(change.at("changes")), R"({"activity":"printing"})");
        peer.send(printers_message({"p2"}));
        EXPECT_EQ((co_await page.expect("printers")).at("printers").as_array().size(), 1u);
        EXPECT_EQ((co_await stage.as_owner(Method::get, "/api/printers/p1")).status, 404);
        EXPECT_EQ((co_await stage.as_owner(Method::get, "/api/printers/p2")).status, 200);
    });
}

TEST(Gateway, ShowsPrintersOfALostFuseAsOfflineAlsoAfterARestart) {
    const auto is_offline = [](const json::object& view) {
        EXPECT_EQ(text_at(view, "status"), "offline");
        EXPECT_EQ(to_text(view.at("state").at("problem")), R"({"code":"offline","detail":"Fuse offline"})");
    };
    run_coroutine_and_drain([&](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        const auto in_folder = [&](Settings& settings) { settings.data = folder.path(); };
        std::string owner;
        {
            TestCloud cloud(executor, in_folder);
            owner = co_await cloud.set_up_owner();
            FakeFuse fuse(cloud);
            co_await fuse.activate(owner);
            auto page = co_await open_page(cloud, owner);
            {
                auto peer = co_await fuse.connect();
                peer.send(printers_message({"p1"}));
                co_await page.expect("printers");
                co_await page.expect("printers");
            }
            EXPECT_EQ(text_at(co_await page.expect("printer"), "status"), "offline");
            const auto view = co_await cloud.call(Method::get, "/api/printers/p1", "", owner);
            is_offline(parse_json(view.body)->as_object());
        }
        TestCloud again(executor, in_folder);
        const auto view = co_await again.call(Method::get, "/api/printers/p1", "", owner);
        is_offline(parse_json(view.body)->as_object());
        EXPECT_THAT(view.body, HasSubstr(R"("name":"Printer p1","model":"P1S")"));
    });
}

TEST(Gateway, CutsARevokedFuseAtOnce) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        co_await stage.prepare();
        EXPECT_EQ((co_await stage.as_owner(Method::del, "/api/fuses/unknown")).status, 404);
        EXPECT_EQ((co_await stage.as_owner(Method::del, "/api/fuses/" + stage.fuse.id())).status, 204);
        EXPECT_EQ(text_at(co_await stage.gateway->expect("goodbye"), "code"), "forbidden");
        EXPECT_TRUE((co_await stage.page->expect("printers")).at("printers").as_array().empty());
        EXPECT_EQ((co_await stage.fuse.dial(stage.fuse.token())).error().code, Errc::unauthorized);
    });
}

TEST(Gateway, IgnoresWhatItDoesNotKnowAndEndsWhatIsBroken) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        co_await stage.join();
        auto peer = co_await stage.fuse.connect();
        peer.send({{"type", "from.the.future"}});
        peer.send({{"type", "state"}, {"printer", "of nobody"}, {"changes", {{"activity", "printing"}}}});
        peer.send({{"type", "reply"}, {"id", "never asked"}});
        peer.send({{"type", "live.answer"}, {"session", "unknown"}, {"sdp", "v=0"}});
        EXPECT_EQ(text_at(co_await peer.expect("live.end"), "session"), "unknown");
        peer.send_text("{broken");
        EXPECT_EQ(text_at(co_await peer.expect("goodbye"), "code"), "malformed");
    });
}

TEST(Gateway, NamesTheVersionsWhenNoneIsCommon) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        co_await stage.join();
        for (const auto& [version, advice] :
             {std::pair{0, "update the Fuse"}, std::pair{7, "update the Cloud"}}) {
            auto peer = *co_await stage.fuse.dial(stage.fuse.token());
            const auto challenge = co_await peer.expect("challenge");
            peer.send({{"type", "hello"},
                       {"version", version},
                       {"signature", stage.fuse.sign("gantry-gateway:" + text_at(challenge, "nonce"))}});
            const auto goodbye = co_await peer.expect("goodbye");
            EXPECT_EQ(text_at(goodbye, "code"), "unsupported");
            EXPECT_THAT(text_at(goodbye, "detail"), HasSubstr(advice));
            co_await peer.expect_end();
        }
        auto peer = co_await stage.fuse.connect();  // with the one that both speak
    });
}

TEST(Gateway, FindsAFuseThatHasFallenSilentGone) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        // Two pings without an answer: 60 s with the usual 20 s between pings.
        Stage stage(executor, [](Settings& s) { s.server.socket_limits.ping_every = 150ms; });
        co_await stage.join();
        auto page = co_await open_page(stage.cloud, stage.owner);
        co_await page.expect("printers");
        auto peer = co_await stage.fuse.connect();
        peer.send(printers_message({"p1"}));
        EXPECT_EQ((co_await page.expect("printers")).at("printers").as_array().size(), 1u);
        // Nobody reads on the Fuse's side any more, and so no ping is answered; the page answers its own.
        EXPECT_EQ(text_at(co_await page.expect("printer"), "status"), "offline");
        const auto fuses = co_await stage.as_owner(Method::get, "/api/fuses");
        EXPECT_THAT(fuses.body, HasSubstr(R"("online":false)"));
    });
}

TEST(Gateway, AdmitsNobodyWhoWasRevokedWhileBeingGreeted) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        co_await stage.join();
        auto peer = *co_await stage.fuse.dial(stage.fuse.token());
        const auto challenge = co_await peer.expect("challenge");
        EXPECT_EQ((co_await stage.as_owner(Method::del, "/api/fuses/" + stage.fuse.id())).status, 204);
        peer.send({{"type", "hello"},
                   {"version", 1},
                   {"signature", stage.fuse.sign("gantry-gateway:" + text_at(challenge, "nonce"))}});
        EXPECT_EQ(text_at(co_await peer.expect("goodbye"), "code"), "forbidden");
        co_await peer.expect_end();
    });
}

TEST(Gateway, KeepsNoMoreOfAPrinterThanItsBounds) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor);
        co_await stage.join();
        auto peer = co_await stage.fuse.connect();
        auto page = co_await open_page(stage.cloud, stage.owner);
        co_await page.expect("printers");
        peer.send(printers_message({"p1", std::string(100, 'x')}));
        EXPECT_EQ((co_await page.expect("printers")).at("printers").as_array().size(), 1u);
        const std::string long_text = std::string(511, 'a') + "\u00e4" + std::string(100'000, 'b');
        json::array faults(1000, json::object{{"code", long_text}});
        peer.send({{"type", "state"}, {"printer", "p1"}, {"changes", {{"stage", long_text}}}});
        EXPECT_EQ(text_at((co_await page.expect("printer")).at("changes").as_object(), "stage"),
                  std::string(511, 'a'));
        for (auto& fault : faults)
            fault.as_object()["code"] = "HMS";
        peer.send({{"type", "state"}, {"printer", "p1"}, {"changes", {{"faults", faults}}}});
        const auto kept = (co_await page.expect("printer")).at("changes").at("faults").as_array().size();
        EXPECT_EQ(kept, 64u);
        peer.send_text(std::string(1024 * 1024 + 1, 'x'));
        EXPECT_EQ(text_at(co_await page.expect("printer"), "status"), "offline");  // it was cut off
    });
}

TEST(Gateway, ListensMoreSlowlyToAFuseThatFloodsIt) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Stage stage(executor, [](Settings& s) { s.gateway.messages_per_second = 200; });
        co_await stage.prepare();
        const auto started = std::chrono::steady_clock::now();
        for (int i = 1; i <= 300; ++i)
            stage.gateway->send({{"type", "state"}, {"printer", "p1"}, {"changes", {{"last_report_at", i}}}});
        std::int64_t last = 0;
        while (last < 300)
            last = (co_await stage.page->expect("printer")).at("changes").at("last_report_at").as_int64();
        // A second's worth comes at once, the rest at the pace.
        EXPECT_GT(std::chrono::steady_clock::now() - started, 400ms);
    });
}

}  // namespace
}  // namespace gantry::cloud
