#include "cloud/events/hub.hpp"

#include <gmock/gmock.h>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud::events {
namespace {

// A store with one printer, its Fuse, and what a page knows of the stream.
struct Scene {
    explicit Scene(Executor executor) : cloud(executor), fuse(cloud) {}

    awaitable<void> open() {
        owner = co_await cloud.set_up_owner();
        co_await fuse.activate(owner);
        gateway.emplace(co_await fuse.connect());
        auto page = co_await open_page(cloud, owner);
        co_await page.expect("printers");
        gateway->send(printers_message({"p1", "p2"}));
        co_await page.expect("printers");
        co_await sleep_for(300ms);  // lists that come together are told together
    }

    void say(const char* printer, int at) {
        gateway->send({{"type", "state"}, {"printer", printer}, {"changes", {{"last_report_at", at}}}});
    }

    awaitable<Peer> come_back(std::string cookie, const std::string& stream, std::int64_t after) {
        net::websocket::ClientRequest request{
            .url = cloud.url(fmt::format("/api/events?stream={}&after={}", stream, after), "ws"),
            .headers = {{"cookie", cookie}}};
        auto connection = co_await net::websocket::connect(std::move(request));
        if (!connection) throw std::runtime_error(connection.error().detail);
        co_return Peer(*std::move(connection));
    }

    TestCloud cloud;
    FakeFuse fuse;
    std::string owner;
    std::optional<Peer> gateway;
};

std::int64_t number_in(const json::object& event) {
    return event.at("seq").as_int64();
}

TEST(Events, GiveAPageThatComesBackWhatItMissed) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        std::string stream;
        std::int64_t seen = 0;
        {
            auto page = co_await open_page(scene.cloud, scene.owner);
            const auto session = co_await page.expect("session");
            EXPECT_EQ(session.at("resumed"), false);
            stream = text_at(session, "stream");
            seen = number_in(co_await page.expect("printers"));
            scene.say("p1", 1);
            const auto change = co_await page.expect("printer");
            EXPECT_EQ(number_in(change), seen + 1);
            seen = number_in(change);
        }
        auto witness = co_await open_page(scene.cloud, scene.owner);
        for (int at = 2; at <= 4; ++at) {
            scene.say(at == 3 ? "p2" : "p1", at);
            co_await witness.expect("printer");
        }
        auto back = co_await scene.come_back(scene.owner, stream, seen);
        EXPECT_EQ((co_await back.expect("session")).at("resumed"), true);
        for (int at = 2; at <= 4; ++at) {
            const auto missed = co_await back.expect("printer");
            EXPECT_EQ(missed.at("changes").at("last_report_at"), at);
            EXPECT_EQ(number_in(missed), seen + at - 1);
        }
        scene.say("p1", 5);
        EXPECT_EQ((co_await back.expect("printer")).at("changes").at("last_report_at"), 5);
    });
}

TEST(Events, GiveEverythingToAPageThatMissedTooMuchOrComesFromElsewhere) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        auto page = co_await open_page(scene.cloud, scene.owner);
        const auto stream = text_at(co_await page.expect("session"), "stream");
        const auto seen = number_in(co_await page.expect("printers"));
        const auto viewer = co_await scene.cloud.add_user(scene.owner, "vic", "viewer");
        const std::vector<std::tuple<std::string, std::string, std::int64_t>> others = {
            {scene.owner, "of-another-server", seen},
            {scene.owner, stream, seen + 1000},
            {viewer, stream, seen}};
        for (const auto& [cookie, of, after] : others) {
            auto back = co_await scene.come_back(cookie, of, after);
            EXPECT_EQ((co_await back.expect("session")).at("resumed"), false);
            EXPECT_EQ((co_await back.expect("printers")).at("printers").as_array().size(), 2u);
        }
        scene.gateway->send(printers_message({"p1"}));
        co_await page.expect("printers");
        auto back = co_await scene.come_back(scene.owner, stream, seen);
        EXPECT_EQ((co_await back.expect("session")).at("resumed"), false);
        EXPECT_EQ((co_await back.expect("printers")).at("printers").as_array().size(), 1u);
    });
}

TEST(Events, GiveNothingMissedThatOneMayNotSeeAnyMore) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        const auto viewer = co_await scene.cloud.add_user(scene.owner, "vic", "viewer");
        std::string stream;
        std::int64_t seen = 0;
        {
            auto page = co_await open_page(scene.cloud, viewer);
            stream = text_at(co_await page.expect("session"), "stream");
            seen = number_in(co_await page.expect("printers"));
        }
        auto witness = co_await open_page(scene.cloud, scene.owner);
        scene.say("p2", 1);
        co_await witness.expect("printer");
        const auto id = co_await scene.cloud.user_id(viewer);
        const json::object scope = {{"scope", {{"all", false}, {"printers", {"p1"}}}}};
        const auto changed =
            co_await scene.cloud.call(Method::patch, "/api/users/" + id, to_text(scope), scene.owner);
        EXPECT_EQ(changed.status, 200) << changed.body;
        auto back = co_await scene.come_back(viewer, stream, seen);
        EXPECT_EQ((co_await back.expect("session")).at("resumed"), false);
        EXPECT_EQ((co_await back.expect("printers")).at("printers").as_array().size(), 1u);
    });
}

TEST(Events, TellOfManyNewPrintersTogether) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.open();
        auto page = co_await open_page(scene.cloud, scene.owner);
        co_await page.expect("printers");
        std::vector<std::string> ids;
        for (int i = 0; i < 30; ++i) {
            ids.push_back("new" + std::to_string(i));
            scene.gateway->send(printers_message(ids));
        }
        int lists = 0;
        for (std::size_t count = 0; count < 30; ++lists)
            count = (co_await page.expect("printers")).at("printers").as_array().size();
        EXPECT_LE(lists, 5);
    });
}

}  // namespace
}  // namespace gantry::cloud::events
