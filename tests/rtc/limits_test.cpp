#include <gtest/gtest.h>

#include <filesystem>

#include "tests/rtc/fixture.hpp"
#include "tests/rtc/session.hpp"

namespace gantry::rtc {
namespace {

using namespace std::chrono_literals;

std::size_t open_descriptors() {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
        ++count;
    return count;
}

// A browser that offers and then never connects.
struct HalfOpen {
    std::atomic<int> timed_out = 0;

    ViewerEvents events() {
        return {.on_closed = [this](Error reason) { timed_out += reason.code == Errc::timeout ? 1 : 0; }};
    }
};

void connect_and_leave(Session& session) {
    {
        Receiver receiver;
        const auto viewer = session.connect(receiver);
        EXPECT_TRUE(receiver.wait([](const auto& seen) { return seen.connected; }));
    }
    EXPECT_TRUE(eventually([&] { return session.engine.viewers() == 0; }));
}

TEST(EngineLimits, CapsHalfOpenViewersAndCleansThemUp) {
    const auto offer = read_fixture("chromium_video.sdp");
    HalfOpen browsers;
    auto options = loopback_options();
    options.establish_limit = 2s;  // long enough for those that do connect
    options.max_pending = 64;
    Session session(options);
    // GLib keeps a descriptor or two of its own after the first agent.
    connect_and_leave(session);
    const auto descriptors = open_descriptors();
    std::vector<std::unique_ptr<Viewer>> viewers;
    std::size_t refused = 0;
    for (int i = 0; i < 1000; ++i) {
        auto viewer = session.engine.open(*session.track, {.offer_sdp = offer}, browsers.events());
        if (viewer) {
            viewers.push_back(std::move(*viewer));
        } else {
            EXPECT_EQ(viewer.error().code, Errc::busy);
            ++refused;
        }
        EXPECT_LE(session.engine.viewers(), 64u);
    }
    EXPECT_EQ(viewers.size() + refused, 1000u);
    EXPECT_TRUE(eventually([&] { return session.engine.viewers() == 0; }));
    EXPECT_EQ(browsers.timed_out, static_cast<int>(viewers.size()));
    EXPECT_TRUE(eventually([&] { return open_descriptors() <= descriptors; }));

    connect_and_leave(session);  // there is room again
}

TEST(EngineLimits, CapsConnectedViewers) {
    auto options = loopback_options();
    options.max_viewers = 1;
    Session session(options);
    Receiver receiver;
    auto viewer = session.connect(receiver);
    const auto refused =
        session.engine.open(*session.track, {.offer_sdp = read_fixture("firefox_video.sdp")}, {});
    EXPECT_EQ(refused.error().code, Errc::busy);
}

TEST(EngineLimits, IgnoresCandidatesBeyondReason) {
    Session session;
    session.push(PictureKind::key);
    Receiver receiver;
    const auto viewer = session.connect(receiver);
    for (int i = 0; i < 1000; ++i) {
        viewer->add_remote_candidate("candidate:1 1 udp 1 127.0.0.2 " + std::to_string(1024 + i) +
                                     " typ host");
        viewer->add_remote_candidate("garbage");
        viewer->add_remote_candidate("candidate:1 1 udp 1 417568fd-5093.local 41958 typ host");
    }
    EXPECT_TRUE(receiver.wait([](const auto& seen) { return !seen.packets.empty(); }));
}

TEST(EngineLimits, LeavesNothingBehindAfterManyViewers) {
    constexpr int batches = 50;
    constexpr int viewers_at_once = 10;
    Session session;
    session.push(PictureKind::key);
    std::size_t before = 0;
    for (int batch = 0; batch < batches; ++batch) {
        std::vector<std::unique_ptr<Receiver>> receivers;
        std::vector<std::unique_ptr<Viewer>> viewers;
        for (int i = 0; i < viewers_at_once; ++i) {
            receivers.push_back(std::make_unique<Receiver>());
            viewers.push_back(session.connect(*receivers.back()));
        }
        for (auto& receiver : receivers)
            ASSERT_TRUE(receiver->wait([](const auto& seen) { return !seen.packets.empty(); }));
        viewers.clear();
        ASSERT_TRUE(eventually([&] { return session.engine.viewers() == 0; }));
        receivers.clear();
        if (batch == 0) before = open_descriptors();
    }
    EXPECT_TRUE(eventually([&] { return open_descriptors() <= before; }));
}

TEST(EngineLimits, EndsWithViewersStillThere) {
    Receiver connected;
    HalfOpen half;
    std::unique_ptr<Viewer> viewer;
    {
        Session session;
        viewer = session.connect(connected);
        ASSERT_TRUE(connected.wait([](const auto& seen) { return seen.connected; }));
        const auto pending = session.engine.open(
            *session.track, {.offer_sdp = read_fixture("chromium_video.sdp")}, half.events());
        ASSERT_TRUE(pending);
        viewer.reset();
    }
    EXPECT_TRUE(connected.wait([](const auto& seen) { return seen.goodbye; }));
}

}  // namespace
}  // namespace gantry::rtc
