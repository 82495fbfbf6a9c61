#include "fuse/live/sessions.hpp"

#include <gtest/gtest.h>

#include "media/h264/decoder.hpp"
#include "media/h264/encoder.hpp"
#include "media/rtp/depacketiser.hpp"
#include "tests/base/eventually.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/fuse/cameras/fake_source.hpp"
#include "tests/media/textured.hpp"
#include "tests/rtc/receiver.hpp"

namespace gantry::fuse::live {
namespace {

using cameras::CameraFeed;
using cameras::FakeCamera;
using cameras::Pictures;

const farm::PrinterId printer("p1");

std::string jpeg(media::Size size = {640, 360}, std::uint32_t seed = 1) {
    return std::string(as_text(*media::jpeg::Encoder().encode(media::textured(size, seed).pixels(), 85)));
}

// A browser that watches, and what its session told it.
struct Watcher {
    explicit Watcher(rtc::ReceiverOptions options = {}) : browser(std::move(options)) {}

    rtc::Receiver browser;
    SessionId id;
    int connected = 0;
    int plays = 0;
    std::chrono::steady_clock::time_point asked_at{};  // for a key picture
    std::optional<bool> slow;
    std::optional<Error> closed;
    std::optional<Error> camera_failed;

    LiveEvents events() {
        LiveEvents events;
        events.on_answer = [this](const std::string& sdp) { browser.accept(sdp); };
        events.on_candidate = [this](const std::string& candidate, const std::string&) {
            browser.add_remote_candidate(candidate);
        };
        events.on_connected = [this] { ++connected; };
        events.on_camera_failed = [this](Error reason) { camera_failed = std::move(reason); };
        events.on_camera_plays = [this] { ++plays; };
        events.on_slow = [this](bool is_slow) { slow = is_slow; };
        events.on_closed = [this](Error reason) { closed = std::move(reason); };
        return events;
    }

    // The pictures that arrived.
    std::vector<media::h264::AccessUnitPtr> pictures() const {
        std::vector<media::h264::AccessUnitPtr> units;
        const auto seen = browser.seen();
        if (seen.packets.empty()) return units;
        const auto type = media::rtp::parse_packet(seen.packets.begin()->second)->header.payload_type;
        media::rtp::Depacketiser depacketiser(
            type, {}, [&](media::h264::AccessUnitPtr unit) { units.push_back(std::move(unit)); });
        for (const auto& [sequence, packet] : seen.packets)
            depacketiser.add(packet, {});
        return units;
    }
};

struct Scene {
    explicit Scene(Executor executor, Pictures pictures = Pictures::jpeg, StreamOptions options = {})
        : feed(executor, pool, "test", camera.source(), {.idle_close = 20ms, .backoff_first = 5ms}),
          sessions(executor, pool, engine, std::move(options)) {
        sessions.add(printer, feed, pictures);
    }

    static rtc::EngineOptions loopback() {
        rtc::EngineOptions options;
        options.addresses = {"127.0.0.1"};
        return options;
    }
    Result<SessionId> open(Watcher& watcher, Allow allow = Allow::yes) {
        LiveRequest request{.printer = printer, .viewer = "ada", .allow = allow};
        request.rtc.offer_sdp = watcher.browser.offer();
        auto id = sessions.open(std::move(request), watcher.events());
        if (id) watcher.id = *id;
        return id;
    }
    awaitable<bool> camera_open() {
        return eventually([this] { return camera.sink != nullptr; });
    }
    awaitable<void> stop() {
        sessions.remove(printer);
        co_await feed.stop();
    }

    rtc::Engine engine{loopback()};
    WorkerPool pool{1};
    FakeCamera camera;
    CameraFeed feed;
    LiveSessions sessions;
};

TEST(LiveSessions, ShowsAJpegCameraAndAFreshPictureToWhoeverJoins) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        Watcher first;
        EXPECT_TRUE(scene.open(first));
        EXPECT_TRUE(co_await scene.camera_open());
        scene.camera.send_jpeg(jpeg());
        EXPECT_TRUE(co_await eventually([&] { return first.pictures().size() >= 1; }));
        EXPECT_EQ(first.connected, 1);
        const auto picture = media::h264::decode_key_picture(*first.pictures().at(0));
        EXPECT_TRUE(picture);
        EXPECT_EQ(picture->size, (media::Size{640, 360}));

        Watcher second;  // the camera sends nothing more, and yet there is a picture
        EXPECT_TRUE(scene.open(second));
        EXPECT_TRUE(co_await eventually([&] { return second.pictures().size() >= 1; }));
        EXPECT_TRUE(media::h264::decode_key_picture(*second.pictures().at(0)));
        EXPECT_EQ(scene.camera.opened, 1);
        EXPECT_EQ(scene.sessions.size(), 2u);
        co_await scene.stop();
    });
}

TEST(LiveSessions, EncodesOnceForAllViewers) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        Watcher watchers[3];
        for (auto& watcher : watchers)
            EXPECT_TRUE(scene.open(watcher));
        EXPECT_TRUE(co_await scene.camera_open());
        EXPECT_TRUE(co_await eventually([&] {
            return std::ranges::all_of(watchers,
                                       [](const Watcher& watcher) { return watcher.connected == 1; });
        }));
        for (std::uint64_t i = 1; i <= 5; ++i) {
            scene.camera.send_jpeg(jpeg({640, 360}, static_cast<std::uint32_t>(i)));
            EXPECT_TRUE(co_await eventually([&] {
                const auto counters = scene.sessions.counters(printer);
                return counters.encoded - counters.repeated == i;
            }));
        }
        for (const auto& watcher : watchers)
            EXPECT_TRUE(co_await eventually([&] { return watcher.pictures().size() >= 5; }));
        co_await scene.stop();
    });
}

TEST(LiveSessions, ShowsTheLatestPictureAndKeepsNoQueue) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        Watcher watcher;
        EXPECT_TRUE(scene.open(watcher));
        EXPECT_TRUE(co_await scene.camera_open());
        co_await sleep_for(1ms);
        const auto picture = jpeg();
        for (int i = 0; i < 10; ++i)  // faster than any encoder
            scene.camera.send_jpeg(picture);
        EXPECT_EQ(scene.sessions.counters(printer).skipped, 8u);
        EXPECT_TRUE(co_await eventually([&] { return scene.sessions.counters(printer).encoded >= 2; }));
        co_await scene.stop();
    });
}

TEST(LiveSessions, PassesH264ThroughUntouched) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor, Pictures::h264);
        Watcher watcher;
        EXPECT_TRUE(scene.open(watcher));
        EXPECT_TRUE(co_await scene.camera_open());
        co_await sleep_for(1ms);
        auto encoder = *media::h264::Encoder::open({.size = {640, 360}});
        std::vector<media::h264::AccessUnitPtr> sent;
        const auto begin = std::chrono::steady_clock::now();
        for (std::uint32_t i = 0; i < 4; ++i) {
            const auto picture = media::to_yuv(media::textured({640, 360}, i).pixels());
            sent.push_back(*encoder->encode(picture, begin + 33ms * i));
            scene.camera.send(sent.back());
        }
        EXPECT_TRUE(co_await eventually([&] { return watcher.pictures().size() == sent.size(); }));
        const auto received = watcher.pictures();
        for (std::size_t i = 0; i < std::min(received.size(), sent.size()); ++i) {
            const auto last = sent[i]->nals.size() - 1;
            EXPECT_TRUE(std::ranges::equal(received[i]->nal(last), sent[i]->nal(last))) << i;
        }
        EXPECT_EQ(scene.sessions.counters(printer).passed, 4u);
        EXPECT_EQ(scene.sessions.counters(printer).encoded, 0u);
        co_await scene.stop();
    });
}

// Half of what is sent is lost, as this browser reports.
const rtc::ReceiverOptions slow_way{.fraction_lost = 128};

// A camera of thirty pictures per second, until `done`.
awaitable<bool> film(FakeCamera& camera, std::function<bool()> done) {
    auto encoder = *media::h264::Encoder::open({.size = {1280, 720}, .key_interval = 30});
    std::vector<media::YuvPicture> pictures;
    for (std::uint32_t i = 0; i < 4; ++i)
        pictures.push_back(media::to_yuv(media::textured({1280, 720}, i).pixels()));
    for (std::size_t i = 0; i < 450; ++i) {
        if (done()) co_return true;
        camera.send(*encoder->encode(pictures[i % pictures.size()], std::chrono::steady_clock::now()));
        co_await sleep_for(33ms);
    }
    co_return done();
}

media::Size last_key_size(const Watcher& watcher) {
    const auto pictures = watcher.pictures();
    const auto last =
        std::find_if(pictures.rbegin(), pictures.rend(), [](const auto& one) { return one->key; });
    if (last == pictures.rend()) return {};
    const auto pixels = media::h264::decode_key_picture(**last);
    return pixels ? pixels->size : media::Size{};
}

// Whether the watcher was sent whole key pictures of this size last. Asks for one now and then, as browsers
// do that lost packets: a busy test reads its socket late.
bool plays(Watcher& watcher, media::Size size) {
    if (last_key_size(watcher) == size) return true;
    const auto now = std::chrono::steady_clock::now();
    if (now - watcher.asked_at >= 1s) {
        watcher.asked_at = now;
        watcher.browser.send_picture_loss();
    }
    return false;
}

TEST(LiveSessions, EncodesAnH264CameraSmallerForASlowWayAndOnlyWhileItIsWanted) {
    const auto places = std::make_shared<Places>(1);
    run_coroutine([&](Executor executor) -> awaitable<void> {
        Scene scene(executor, Pictures::h264, {.places = places});
        Watcher slow(slow_way);
        Watcher good;
        EXPECT_TRUE(scene.open(slow));
        EXPECT_TRUE(scene.open(good));
        EXPECT_TRUE(co_await scene.camera_open());
        co_await sleep_for(1ms);
        const auto encoded = [&] { return scene.sessions.counters(printer).smaller.encoded; };
        EXPECT_TRUE(co_await film(scene.camera, [&] { return encoded() >= 5; }));
        EXPECT_EQ(slow.slow, true);
        EXPECT_EQ(good.slow, std::nullopt);
        slow.browser.recover();  // what is smaller, its way takes
        EXPECT_TRUE(co_await film(scene.camera, [&] { return plays(slow, {640, 360}); }));
        EXPECT_TRUE(co_await film(scene.camera, [&] { return plays(good, {1280, 720}); }));
        scene.sessions.close(slow.id);
        EXPECT_TRUE(co_await eventually([&] { return places->take(); }));
        const auto before = encoded();
        int more = 0;
        co_await film(scene.camera, [&] { return ++more > 10; });
        EXPECT_EQ(encoded(), before) << "nobody wants it any more";
        co_await scene.stop();
    });
}

TEST(LiveSessions, EncodesNoMoreCamerasSmallerThanThereArePlaces) {
    const auto places = std::make_shared<Places>(0);
    run_coroutine([&](Executor executor) -> awaitable<void> {
        Scene scene(executor, Pictures::h264, {.places = places});
        Watcher slow(slow_way);
        EXPECT_TRUE(scene.open(slow));
        EXPECT_TRUE(co_await scene.camera_open());
        co_await sleep_for(1ms);
        EXPECT_TRUE(co_await film(scene.camera, [&] { return slow.slow == true; }));
        co_await sleep_for(50ms);
        const auto encoded = [&] { return scene.sessions.counters(printer).smaller.encoded; };
        EXPECT_EQ(encoded(), 0u);
        places->give_back();  // somebody else's has ended
        EXPECT_TRUE(co_await film(scene.camera, [&] { return encoded() > 0; }));
        scene.sessions.close(slow.id);
        EXPECT_TRUE(co_await eventually([&] { return places->take(); }));
        co_await scene.stop();
    });
}

TEST(LiveSessions, FollowsAChangeOfTheCamerasSize) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        Watcher watcher;
        EXPECT_TRUE(scene.open(watcher));
        EXPECT_TRUE(co_await scene.camera_open());
        EXPECT_TRUE(co_await eventually([&] { return watcher.connected == 1; }));
        for (const media::Size size : {media::Size{640, 360}, media::Size{320, 240}}) {
            scene.camera.send_jpeg(jpeg(size));
            EXPECT_TRUE(co_await eventually([&] {
                const auto pictures = watcher.pictures();
                return !pictures.empty() && pictures.back()->key &&
                       media::h264::decode_key_picture(*pictures.back())->size == size;
            }));
        }
        co_await scene.stop();
    });
}

TEST(LiveSessions, HoldsTheCameraOnlyWhileSomeoneWatches) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        EXPECT_EQ(scene.camera.opened, 0);
        Watcher first;
        Watcher second;
        EXPECT_TRUE(scene.open(first));
        EXPECT_TRUE(scene.open(second));
        EXPECT_TRUE(co_await scene.camera_open());
        scene.sessions.close(first.id);
        co_await sleep_for(40ms);
        EXPECT_EQ(scene.camera.open, 1);
        EXPECT_EQ(first.closed->code, Errc::cancelled);
        // Both ends: before the browser's own is, it has nobody to say goodbye to.
        EXPECT_TRUE(
            co_await eventually([&] { return second.connected == 1 && second.browser.seen().connected; }));
        second.browser.say_goodbye();
        EXPECT_TRUE(co_await eventually([&] { return second.closed.has_value(); }));
        EXPECT_TRUE(co_await eventually([&] { return scene.camera.open == 0; }));
        EXPECT_EQ(scene.sessions.size(), 0u);
        co_await scene.stop();
    });
}

TEST(LiveSessions, RefusesWhatIsSwitchedOffOrUnknown) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        Watcher watcher;
        EXPECT_EQ(scene.open(watcher, Allow::no).error().code, Errc::disabled);
        EXPECT_EQ(scene.sessions.open({.printer = farm::PrinterId("other")}, {}).error().code,
                  Errc::not_found);
        LiveRequest nonsense{.printer = printer};
        nonsense.rtc.offer_sdp = "no offer";
        EXPECT_EQ(scene.sessions.open(std::move(nonsense), {}).error().code, Errc::malformed);
        EXPECT_EQ(scene.feed.status().readers, 0u);
        EXPECT_EQ(scene.sessions.size(), 0u);
        co_await scene.stop();
    });
}

TEST(LiveSessions, EndsThoseWhoMayNotWatchAnyMore) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        Watcher watcher;
        EXPECT_TRUE(scene.open(watcher));
        EXPECT_EQ(scene.sessions.list().at(0).viewer, "ada");
        EXPECT_EQ(scene.sessions.close_if([](const LiveSession& session) { return session.viewer == "bob"; }),
                  0u);
        EXPECT_EQ(scene.sessions.close_if([](const LiveSession& session) { return session.viewer == "ada"; }),
                  1u);
        EXPECT_TRUE(co_await eventually([&] { return watcher.closed.has_value(); }));
        EXPECT_TRUE(co_await eventually([&] { return scene.engine.viewers() == 0; }));
        co_await scene.stop();
    });
}

TEST(LiveSessions, TellsViewersWhyTheCameraIsDarkAndWhenItPlays) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        scene.camera.refusal = Error{Errc::unauthorized, "wrong code"};
        Watcher watcher;
        EXPECT_TRUE(scene.open(watcher));
        EXPECT_TRUE(co_await eventually([&] { return watcher.camera_failed.has_value(); }));
        EXPECT_EQ(watcher.camera_failed->code, Errc::unauthorized);
        scene.camera.refusal.reset();
        EXPECT_TRUE(co_await scene.camera_open());
        EXPECT_EQ(watcher.plays, 0);
        scene.camera.send_jpeg(jpeg());
        EXPECT_EQ(watcher.plays, 1);
        EXPECT_TRUE(co_await eventually([&] { return watcher.pictures().size() >= 1; }));
        scene.sessions.remove(printer);
        EXPECT_TRUE(co_await eventually([&] { return watcher.closed.has_value(); }));
        EXPECT_EQ(watcher.closed->code, Errc::offline);
        co_await scene.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::live
