#include "fuse/cameras/feed.hpp"

#include <gtest/gtest.h>

#include "base/supervisor.hpp"
#include "media/h264/encoder.hpp"
#include "media/jpeg/header.hpp"
#include "tests/base/eventually.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/fuse/cameras/fake_source.hpp"
#include "tests/media/textured.hpp"

namespace gantry::fuse::cameras {
namespace {

constexpr FeedLimits quick{.idle_close = 20ms, .backoff_first = 5ms, .backoff_longest = 20ms};

// A fake camera and the feed that reads it.
struct Scene {
    explicit Scene(Executor executor, FeedLimits limits = quick)
        : feed(executor, pool, "test", camera.source(), limits) {}

    awaitable<bool> connected() {
        return eventually([this] { return camera.sink != nullptr; });
    }
    FeedState state() const { return feed.status().state; }

    WorkerPool pool{1};
    FakeCamera camera;
    CameraFeed feed;
};

CameraFeed::OnFrame count(int& frames) {
    return [&frames](const Frame&) { ++frames; };
}

media::h264::AccessUnitPtr encoded(bool key) {
    static const auto picture = media::to_yuv(media::textured({320, 240}).pixels());
    static auto encoder = *media::h264::Encoder::open({.size = {320, 240}});
    if (key) encoder->request_key_frame();
    return *encoder->encode(picture, std::chrono::steady_clock::now());
}

TEST(CameraFeed, OpensOneConnectionForEverybody) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        int frames = 0;
        std::vector<FeedReader> readers;
        for (int i = 0; i < 20; ++i)
            readers.push_back(scene.feed.read(count(frames)));
        EXPECT_TRUE(co_await scene.connected());
        EXPECT_EQ(scene.state(), FeedState::connecting);
        scene.camera.send_jpeg();
        EXPECT_EQ(frames, 20);
        EXPECT_EQ(scene.state(), FeedState::streaming);
        const auto snapshot = co_await scene.feed.snapshot(1s);
        EXPECT_TRUE(snapshot);
        EXPECT_EQ(scene.camera.opened, 1);
        EXPECT_EQ(scene.feed.status().readers, 20u);
        co_await scene.feed.stop();
        EXPECT_EQ(scene.camera.open, 0);
    });
}

TEST(CameraFeed, StaysClosedWhileNobodyReads) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await sleep_for(5ms);
        EXPECT_EQ(scene.state(), FeedState::closed);
        EXPECT_EQ(scene.camera.opened, 0);
    });
}

TEST(CameraFeed, ClosesAfterTheLastReaderAndNotBefore) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        int frames = 0;
        auto first = scene.feed.read(count(frames));
        auto second = scene.feed.read(count(frames));
        EXPECT_TRUE(co_await scene.connected());
        first.reset();
        second.reset();
        auto third = scene.feed.read(count(frames));  // within the grace
        co_await sleep_for(2 * quick.idle_close);
        EXPECT_EQ(scene.camera.opened, 1);
        EXPECT_EQ(scene.camera.open, 1);
        third.reset();
        EXPECT_TRUE(co_await eventually([&] { return scene.state() == FeedState::closed; }));
        EXPECT_EQ(scene.camera.open, 0);
        EXPECT_FALSE(scene.feed.status().error);
    });
}

TEST(CameraFeed, WaitsForTheEndOfAConnectionBeforeItDialsAgain) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        scene.camera.closing = 30ms;
        int frames = 0;
        for (int i = 0; i < 3; ++i) {
            auto reader = scene.feed.read(count(frames));
            EXPECT_TRUE(co_await scene.connected());
            reader.reset();
            EXPECT_TRUE(co_await eventually([&] { return scene.camera.sink == nullptr; }));
        }
        EXPECT_EQ(scene.camera.opened, 3);
        EXPECT_EQ(scene.camera.most_open, 1);
        co_await scene.feed.stop();
    });
}

TEST(CameraFeed, ReconnectsWhileThereAreReaders) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        int frames = 0;
        std::vector<FeedState> states;
        const auto watch =
            scene.feed.watch([&](const FeedStatus& status) { states.push_back(status.state); });
        auto reader = scene.feed.read(count(frames));
        for (int i = 0; i < 3; ++i) {
            EXPECT_TRUE(co_await scene.connected());
            scene.camera.send_jpeg();
            scene.camera.break_connection();
            EXPECT_TRUE(co_await eventually([&] { return scene.camera.opened == i + 2; }));
        }
        EXPECT_EQ(frames, 3);
        const std::vector expected{FeedState::connecting, FeedState::streaming, FeedState::failed,
                                   FeedState::connecting};
        EXPECT_EQ(std::vector(states.begin(), states.begin() + 4), expected);
        co_await scene.feed.stop();
    });
}

TEST(CameraFeed, TriesLessOftenTheLongerItFails) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor, {.backoff_first = 10ms, .backoff_longest = 60ms});
        scene.camera.refusal = Error{Errc::unauthorized, "wrong code"};
        int frames = 0;
        const auto started = std::chrono::steady_clock::now();
        auto reader = scene.feed.read(count(frames));
        EXPECT_TRUE(co_await eventually([&] { return scene.camera.opened == 5; }));
        EXPECT_GE(std::chrono::steady_clock::now() - started, 10ms + 20ms + 40ms + 60ms);
        EXPECT_EQ(scene.feed.status().error->code, Errc::unauthorized);
        reader.reset();
        EXPECT_TRUE(co_await eventually([&] { return scene.state() == FeedState::closed; }));
        EXPECT_EQ(scene.camera.opened, 5);
    });
}

TEST(CameraFeed, DoesNotDialMoreOftenBecauseReadersComeAndGo) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor, {.backoff_first = 10s, .backoff_longest = 10s});
        scene.camera.refusal = Error{Errc::unauthorized, "wrong code"};
        for (int i = 0; i < 5; ++i) {
            const auto snapshot = co_await scene.feed.snapshot(1s);
            EXPECT_EQ(snapshot.error().detail, "wrong code");
        }
        EXPECT_EQ(scene.camera.opened, 1);
        scene.camera.refusal.reset();
        scene.feed.reconnect();  // the code was corrected
        int frames = 0;
        const auto reader = scene.feed.read(count(frames));
        EXPECT_TRUE(co_await scene.connected());
        co_await scene.feed.stop();
    });
}

TEST(CameraFeed, TriesAtOnceForANewReaderButNotForEach) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor, {.backoff_first = 60s, .backoff_longest = 60s, .early_retry = 60s});
        scene.camera.refusal = Error{Errc::offline, "switched off"};
        int frames = 0;
        const auto waits = scene.feed.read(count(frames));
        EXPECT_TRUE(co_await eventually([&] { return scene.state() == FeedState::failed; }));
        EXPECT_EQ(scene.camera.opened, 1);
        std::vector<FeedReader> readers;
        for (int i = 0; i < 5; ++i) {
            readers.push_back(scene.feed.read(count(frames)));
            EXPECT_TRUE(co_await eventually([&] { return scene.camera.opened == 2; }));
        }
        co_await sleep_for(10ms);
        EXPECT_EQ(scene.camera.opened, 2);
        co_await scene.feed.stop();
    });
}

TEST(CameraFeed, TriesAtOnceForTheFirstReaderAfterEverybodyHadLeft) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor, {.backoff_first = 60s, .backoff_longest = 60s});
        scene.camera.refusal = Error{Errc::offline, "switched off"};
        EXPECT_EQ((co_await scene.feed.snapshot(5s)).error().detail, "switched off");
        scene.camera.refusal.reset();
        int frames = 0;
        const auto reader = scene.feed.read(count(frames));
        EXPECT_TRUE(co_await scene.connected());
        co_await scene.feed.stop();
    });
}

TEST(CameraFeed, DoesNotHurryWhenTheCameraRefusedUs) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor, {.backoff_first = 60s, .backoff_longest = 60s});
        scene.camera.refusal = Error{Errc::unauthorized, "wrong code"};
        int frames = 0;
        const auto first = scene.feed.read(count(frames));
        EXPECT_TRUE(co_await eventually([&] { return scene.state() == FeedState::failed; }));
        const auto second = scene.feed.read(count(frames));
        co_await sleep_for(10ms);
        EXPECT_EQ(scene.camera.opened, 1);
        co_await scene.feed.stop();
    });
}

TEST(CameraFeed, DialsAnewWhenTheSettingsChange) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        int frames = 0;
        const auto reader = scene.feed.read(count(frames));
        EXPECT_TRUE(co_await scene.connected());
        scene.feed.reconnect();
        EXPECT_TRUE(co_await eventually([&] { return scene.camera.opened == 2 && scene.camera.sink; }));
        EXPECT_EQ(scene.camera.most_open, 1);
        co_await scene.feed.stop();
    });
}

TEST(CameraFeed, GivesARecentBeginningToThoseWhoWantIt) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        int early = 0;
        const auto reader = scene.feed.read(count(early));
        EXPECT_TRUE(co_await scene.connected());
        scene.camera.send(encoded(true));
        scene.camera.send(encoded(true));
        scene.camera.send(encoded(false));
        std::vector<bool> keys;
        const auto recent = scene.feed.read(
            [&](const Frame& frame) { keys.push_back(std::get<media::h264::AccessUnitPtr>(frame)->key); },
            CameraFeed::Begin::recent);
        EXPECT_TRUE(keys.empty());
        int next = 0;
        const auto late = scene.feed.read(count(next));
        co_await sleep_for(1ms);
        scene.camera.send(encoded(false));
        EXPECT_EQ(keys, (std::vector{true, false, false}));
        EXPECT_EQ(next, 1);
        EXPECT_EQ(early, 4);
        co_await scene.feed.stop();
    });
}

TEST(CameraFeed, TakesTheSecondPictureOfANewConnectionForASnapshot) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        Supervisor supervisor(executor, "test");
        supervisor.run("camera", [&]() -> awaitable<void> {
            EXPECT_TRUE(co_await scene.connected());
            scene.camera.send_jpeg("\xff\xd8 old \xff\xd9");
            co_await sleep_for(2ms);
            scene.camera.send_jpeg("\xff\xd8 new \xff\xd9");
        });
        const auto image = co_await scene.feed.snapshot(5s);
        EXPECT_TRUE(image);
        EXPECT_EQ(as_text((*image)->data), "\xff\xd8 new \xff\xd9");
        co_await scene.feed.stop();
    });
}

TEST(CameraFeed, MakesAJpegOfAKeyPicture) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        int frames = 0;
        const auto reader = scene.feed.read(count(frames));
        EXPECT_TRUE(co_await scene.connected());
        scene.camera.send(encoded(true));
        scene.camera.send(encoded(false));
        const auto image = co_await scene.feed.snapshot(5s);
        EXPECT_TRUE(image);
        EXPECT_EQ(media::jpeg::parse_header((*image)->data)->size, (media::Size{320, 240}));
        EXPECT_EQ(scene.camera.opened, 1);
        co_await scene.feed.stop();
    });
}

TEST(CameraFeed, GivesAnOlderPictureOfACameraThatIsGoneToWhoeverTakesIt) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        int frames = 0;
        auto reader = scene.feed.read(count(frames));
        EXPECT_TRUE(co_await scene.connected());
        scene.camera.send(encoded(true));
        reader.reset();
        EXPECT_TRUE(co_await eventually([&] { return scene.state() == FeedState::closed; }));
        const auto kept = co_await scene.feed.snapshot(20ms, 1h);
        EXPECT_TRUE(kept);
        EXPECT_EQ(media::jpeg::parse_header((*kept)->data)->size, (media::Size{320, 240}));
        EXPECT_EQ(scene.camera.opened, 1);
        EXPECT_EQ((co_await scene.feed.snapshot(20ms, 0ms)).error().code, Errc::timeout);
        EXPECT_EQ(scene.camera.opened, 2);
        co_await scene.feed.stop();
    });
}

// A snapshot that the camera answers with what it sends next.
awaitable<bool> took_a_snapshot(Executor executor, Scene& scene) {
    bool taken = false;
    Supervisor supervisor(executor, "test");
    auto snapshot = supervisor.spawn(
        "snapshot", [&]() -> awaitable<void> { taken = (co_await scene.feed.snapshot(5s)).has_value(); });
    const bool connected =
        co_await eventually([&] { return scene.camera.sink && scene.camera.sink->wanted(); });
    for (int pictures = 0; connected && pictures < 2; ++pictures)
        scene.camera.send_jpeg();
    co_await snapshot.join();
    co_return taken;
}

TEST(CameraFeed, LetsGoOfTheCameraSoonAfterASnapshot) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor, {.idle_close = 1h, .snapshot_close = 5ms});
        EXPECT_TRUE(co_await took_a_snapshot(executor, scene));
        EXPECT_TRUE(co_await eventually([&] { return scene.state() == FeedState::closed; }));
        EXPECT_EQ(scene.camera.open, 0);
    });
}

TEST(CameraFeed, StaysOpenForWhoWatchedWhateverSnapshotsWereTakenSince) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor, {.idle_close = 1h, .snapshot_close = 5ms});
        auto reader = scene.feed.read([](const Frame&) {});
        EXPECT_TRUE(co_await scene.connected());
        reader.reset();
        EXPECT_FALSE(scene.camera.sink->wanted());
        EXPECT_TRUE(co_await took_a_snapshot(executor, scene));
        co_await sleep_for(20ms);
        EXPECT_EQ(scene.state(), FeedState::streaming);
        co_await scene.feed.stop();
    });
}

TEST(CameraFeed, SaysWhyThereIsNoSnapshot) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        EXPECT_EQ((co_await scene.feed.snapshot(20ms)).error().code, Errc::timeout);
        co_await scene.feed.stop();
    });
    run_coroutine([](Executor executor) -> awaitable<void> {
        WorkerPool pool(1);
        CameraFeed feed(
            executor, pool, "off",
            []() -> Result<std::unique_ptr<CameraSource>> { return fail(Errc::disabled, "switched off"); },
            quick);
        EXPECT_EQ((co_await feed.snapshot(5s)).error(), (Error{Errc::disabled, "switched off"}));
        co_await feed.stop();
    });
}

TEST(CameraFeed, ForgetsReadersThatLeave) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        int frames = 0;
        const auto shared = std::make_shared<int>(0);
        auto stays = scene.feed.read(count(frames));
        EXPECT_TRUE(co_await scene.connected());
        for (int i = 0; i < 500; ++i) {
            const auto reader = scene.feed.read([shared](const Frame&) { ++*shared; });
            if (i % 10 == 0) scene.camera.send_jpeg();
        }
        co_await sleep_for(1ms);
        scene.camera.send_jpeg();
        EXPECT_EQ(*shared, 50);
        EXPECT_EQ(shared.use_count(), 1);
        EXPECT_EQ(scene.feed.status().readers, 1u);
        EXPECT_EQ(scene.camera.opened, 1);
        co_await scene.feed.stop();
    });
}

TEST(CameraFeed, MayBeDroppedWhileItRuns) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FakeCamera camera;
        WorkerPool pool(1);
        FeedReader reader;
        {
            CameraFeed feed(executor, pool, "test", camera.source(), quick);
            reader = feed.read([](const Frame&) {});
            EXPECT_TRUE(co_await eventually([&] { return camera.sink != nullptr; }));
        }
        EXPECT_TRUE(co_await eventually([&] { return camera.open == 0; }));
        reader.reset();
    });
}

}  // namespace
}  // namespace gantry::fuse::cameras
