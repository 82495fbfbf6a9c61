#include <gmock/gmock.h>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {
namespace {

using testing::HasSubstr;

TEST(Gateway, AdmitsAFuseThatHoldsItsKey) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        FakeFuse fuse(cloud);
        co_await fuse.activate(owner);
        auto peer = co_await fuse.connect();
        EXPECT_THAT((co_await cloud.call(Method::get, "/api/fuses", "", owner)).body,
                    HasSubstr(R"("online":true)"));
        EXPECT_EQ((co_await fuse.dial("a guess")).error().code, Errc::unauthorized);
    });
}

TEST(Gateway, RefusesAStolenTokenWithoutTheKey) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        FakeFuse fuse(cloud);
        co_await fuse.activate(owner);
        const FakeFuse thief(cloud);
        auto peer = *co_await fuse.dial(fuse.token());
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
        TestCloud cloud(executor, [](Settings& s) { s.gateway.hello = 20ms; });
        const auto owner = co_await cloud.set_up_owner();
        FakeFuse fuse(cloud);
        co_await fuse.activate(owner);
        auto peer = *co_await fuse.dial(fuse.token());
        EXPECT_EQ(text_at(co_await peer.expect("goodbye"), "code"), "timeout");
    });
}

TEST(Gateway, LetsTheNewerConnectionOfAFuseWin) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        FakeFuse fuse(cloud);
        co_await fuse.activate(owner);
        auto first = co_await fuse.connect();
        auto second = co_await fuse.connect();
        EXPECT_EQ(text_at(co_await first.expect("goodbye"), "code"), "conflict");
        co_await first.expect_end();
        auto page = co_await open_page(cloud, owner);
        second.send(printers_message({"p1"}));
        co_await page.expect("printers");
        EXPECT_EQ((co_await page.expect("printers")).at("printers").as_array().size(), 1u);
    });
}

TEST(Gateway, ShowsPrintersAndWhatChanges) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        FakeFuse fuse(cloud);
        co_await fuse.activate(owner);
        auto peer = co_await fuse.connect();
        auto page = co_await open_page(cloud, owner);
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
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/printers/p1", "", owner)).status, 404);
        EXPECT_EQ((co_await cloud.call(Method::get, "/api/printers/p2", "", owner)).status, 200);
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

TEST(Gateway, CarriesACommandAndItsOutcome) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor, [](Settings& s) { s.gateway.reply = 300ms; });
        const auto owner = co_await cloud.set_up_owner();
        FakeFuse fuse(cloud);
        co_await fuse.activate(owner);
        auto peer = co_await fuse.connect();
        auto page = co_await open_page(cloud, owner);
        peer.send(printers_message({"p1"}));
        co_await page.expect("printers");
        co_await page.expect("printers");
        Supervisor supervisor(executor, "test");
        supervisor.run("fuse", [&]() -> awaitable<void> {
            const auto pause = co_await peer.expect("command");
            EXPECT_EQ(text_at(pause, "printer") + " " + text_at(pause, "action"), "p1 pause");
            peer.send({{"type", "reply"}, {"id", pause.at("id")}});
            const auto stop = co_await peer.expect("command");
            peer.send({{"type", "reply"},
                       {"id", stop.at("id")},
                       {"problem", {{"code", "rejected"}, {"detail", "nothing is printing"}}}});
        });
        const auto command = [&](const char* action) {
            return cloud.call(Method::post, "/api/printers/p1/command",
                              to_text(json::object{{"action", action}}), owner);
        };
        EXPECT_EQ((co_await command("pause")).status, 204);
        const auto refused = co_await command("stop");
        EXPECT_EQ(refused.status, 422);
        EXPECT_THAT(refused.body, HasSubstr("nothing is printing"));
        EXPECT_EQ((co_await command("light_on")).status, 504);  // the Fuse does not answer
        EXPECT_EQ((co_await command("explode")).status, 400);
    });
}

TEST(Gateway, CutsARevokedFuseAtOnce) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        FakeFuse fuse(cloud);
        co_await fuse.activate(owner);
        auto peer = co_await fuse.connect();
        auto page = co_await open_page(cloud, owner);
        peer.send(printers_message({"p1"}));
        co_await page.expect("printers");
        co_await page.expect("printers");
        EXPECT_EQ((co_await cloud.call(Method::del, "/api/fuses/unknown", "", owner)).status, 404);
        EXPECT_EQ((co_await cloud.call(Method::del, "/api/fuses/" + fuse.id(), "", owner)).status, 204);
        EXPECT_EQ(text_at(co_await peer.expect("goodbye"), "code"), "forbidden");
        EXPECT_TRUE((co_await page.expect("printers")).at("printers").as_array().empty());
        EXPECT_EQ((co_await fuse.dial(fuse.token())).error().code, Errc::unauthorized);
    });
}

TEST(Gateway, IgnoresWhatItDoesNotKnowAndEndsWhatIsBroken) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto owner = co_await cloud.set_up_owner();
        FakeFuse fuse(cloud);
        co_await fuse.activate(owner);
        auto peer = co_await fuse.connect();
        peer.send({{"type", "from.the.future"}});
        peer.send({{"type", "state"}, {"printer", "of nobody"}, {"changes", {{"activity", "printing"}}}});
        peer.send({{"type", "reply"}, {"id", "never asked"}});
        peer.send({{"type", "live.answer"}, {"session", "unknown"}, {"sdp", "v=0"}});
        EXPECT_EQ(text_at(co_await peer.expect("live.end"), "session"), "unknown");
        peer.send_text("{broken");
        EXPECT_EQ(text_at(co_await peer.expect("goodbye"), "code"), "malformed");
    });
}

}  // namespace
}  // namespace gantry::cloud
