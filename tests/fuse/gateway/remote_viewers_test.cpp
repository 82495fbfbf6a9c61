// People who watch through the Cloud, over the real gateway and with a real receiver, when that is no longer
// allowed.
#include "fuse/gateway/remote_viewers.hpp"

#include "tests/fuse/doctor/bench.hpp"
#include "tests/rtc/receiver.hpp"

namespace gantry::fuse::gateway {
namespace {

using gantry::testing::FakeCloud;
namespace wire = farm::gateway;

wire::LiveOffer offer_of(rtc::Receiver& browser, const std::string& session, const std::string& printer) {
    return {.session = wire::SessionId(session),
            .printer = farm::PrinterId(printer),
            .sdp = browser.offer(),
            .viewer = "Owner"};
}

// Up to pictures that arrive.
awaitable<void> watch(FakeCloud& cloud, rtc::Receiver& browser, wire::LiveOffer offer) {
    cloud.send(offer);
    const auto answers = [&] {
        return std::ranges::count(cloud.all<wire::LiveAnswer>(), offer.session, &wire::LiveAnswer::session);
    };
    EXPECT_TRUE(co_await eventually([&] { return answers() == 1; }));
    browser.accept(cloud.all<wire::LiveAnswer>().back().sdp);
    std::size_t told = 0;
    EXPECT_TRUE(co_await eventually(
        [&] {
            const auto candidates = cloud.all<wire::LiveCandidate>();
            for (; told < candidates.size(); ++told)
                if (candidates[told].session == offer.session && !candidates[told].candidate.empty())
                    browser.add_remote_candidate(candidates[told].candidate);
            return browser.seen().datagrams > 0;
        },
        30s));
}

awaitable<void> expect_refusal(FakeCloud& cloud, std::string session) {
    const auto ends = [&] { return cloud.all<wire::LiveEnd>(); };
    EXPECT_TRUE(co_await eventually([&] {
        return std::ranges::any_of(ends(), [&](const auto& end) { return end.session.text() == session; });
    }));
    EXPECT_EQ(ends().back().session.text(), session);
    EXPECT_EQ(ends().back().code, "disabled");
    EXPECT_EQ(ends().back().detail, "Remote camera streaming is disabled");
}

void expect_the_picture_gone(const std::function<awaitable<void>(Bench&)>& switch_off) {
    run_coroutine([&](Executor executor) -> awaitable<void> {
        FakeCloud cloud(executor);
        Bench bench(executor, "p1s", cloud.url());
        co_await bench.begin();
        EXPECT_TRUE(co_await bench.fuse.reaches("/api/status", "/cloud/state", "connected"));
        rtc::Receiver browser({.addresses = {"127.0.0.1"}});
        auto offer = offer_of(browser, "s1", bench.id);
        co_await watch(cloud, browser, std::move(offer));

        const auto asked = std::chrono::steady_clock::now();
        co_await switch_off(bench);
        co_await expect_refusal(cloud, "s1");
        EXPECT_TRUE(co_await eventually([&] { return browser.seen().goodbye; }));
        EXPECT_LT(std::chrono::steady_clock::now() - asked, 1s);
        const auto arrived = browser.seen().datagrams;
        co_await sleep_for(400ms);  // four pictures of the printer
        EXPECT_EQ(browser.seen().datagrams, arrived);

        rtc::Receiver another({.addresses = {"127.0.0.1"}});
        cloud.send(offer_of(another, "s2", bench.id));
        co_await expect_refusal(cloud, "s2");
        co_await bench.end();
        co_await cloud.stop();
    });
}

TEST(RemoteViewers, LoseThePictureWithinASecondOfTheSwitchOfAllCameras) {
    expect_the_picture_gone([](Bench& bench) { return bench.change(R"({"remote_stream_enabled": false})"); });
}

TEST(RemoteViewers, LoseThePictureWithinASecondOfThePrintersOwnSwitch) {
    expect_the_picture_gone(
        [](Bench& bench) { return bench.switch_camera({.remote_stream_enabled = false}); });
}

// Whoever looks at Fuse's own page goes on watching.
TEST(RemoteViewers, AreTheOnlyOnesToLoseIt) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FakeCloud cloud(executor);
        Bench bench(executor, "p1s", cloud.url());
        co_await bench.begin();
        EXPECT_TRUE(co_await bench.fuse.reaches("/api/status", "/cloud/state", "connected"));
        rtc::Receiver here({.addresses = {"127.0.0.1"}});
        const auto answer = co_await bench.fuse.call(Method::post, "/api/printers/" + bench.id + "/whep",
                                                     here.offer(), "application/sdp");
        EXPECT_EQ(answer.status, 201) << answer.body;
        here.accept(answer.body);
        rtc::Receiver remote({.addresses = {"127.0.0.1"}});
        auto offer = offer_of(remote, "s1", bench.id);
        co_await watch(cloud, remote, std::move(offer));
        co_await bench.change(R"({"remote_stream_enabled": false})");
        co_await expect_refusal(cloud, "s1");
        const auto before = here.seen().datagrams;
        EXPECT_TRUE(co_await eventually([&] { return here.seen().datagrams > before + 5; }));
        EXPECT_FALSE(here.seen().goodbye);
        co_await bench.end();
        co_await cloud.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::gateway
