#include "rtc/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/rtc/fixture.hpp"
#include "tests/rtc/session.hpp"

namespace gantry::rtc {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

bool is_connected(const Receiver::Seen& seen) {
    return seen.connected;
}

TEST(Engine, SendsTheCachedPicturesAndThenTheLiveOnes) {
    Session session;
    session.push(PictureKind::key, 30'000);
    for (int i = 1; i < 10; ++i)
        session.push(PictureKind::delta, 3000);
    Receiver receiver;
    const auto viewer = session.connect(receiver);
    ASSERT_TRUE(receiver.wait([&](const auto& seen) { return seen.packets.size() >= 1 + 26 + 9 * 3; }));
    for (int i = 10; i < 20; ++i)
        session.push(PictureKind::delta, 3000);
    ASSERT_TRUE(eventually([&] { return receiver.pictures().size() == 20; }));
    const auto pictures = receiver.pictures();
    for (std::uint32_t i = 0; i < 20; ++i)
        EXPECT_EQ(pictures[i], i);
    EXPECT_EQ(receiver.seen().refused, 0u);
    EXPECT_TRUE(eventually([&] { return viewer->stats().packets == receiver.seen().packets.size(); }));
    EXPECT_TRUE(viewer->stats().connected);
    EXPECT_FALSE(viewer->stats().relayed);
    EXPECT_EQ(session.track->viewers(), 1u);
}

TEST(Engine, AnswersAtOnceWithItsHostCandidates) {
    Session session;
    Receiver receiver;
    const auto viewer = session.connect(receiver);
    const auto answer = receiver.seen().answers.at(0);
    EXPECT_THAT(answer, HasSubstr("127.0.0.1"));
    EXPECT_THAT(answer, HasSubstr("a=setup:passive"));
    EXPECT_THAT(answer, HasSubstr("a=end-of-candidates"));
}

TEST(Engine, AnswersOnceAllCandidatesAreKnownWhenAsked) {
    Session session;
    Receiver receiver;
    const auto viewer =
        session.connect(receiver, {.ice_servers = {{.host = "127.0.0.1", .port = 9}}, .gather_limit = 50ms});
    EXPECT_THAT(receiver.seen().answers.at(0), HasSubstr("a=candidate:"));
    EXPECT_TRUE(receiver.wait(is_connected));
}

TEST(Engine, OpensDtlsItselfForAPassiveOffer) {
    Session session;
    session.push(PictureKind::key);
    Receiver receiver({.setup = "passive"});
    const auto viewer = session.connect(receiver);
    EXPECT_TRUE(eventually([&] { return receiver.pictures().size() == 1; }));
    EXPECT_EQ(receiver.seen().refused, 0u);
}

TEST(Engine, AsksAnEncoderForAKeyPictureWhenSomeoneComes) {
    Session session(loopback_options(), TrackOptions::Start::key_frame_on_demand);
    Receiver receiver;
    const auto viewer = session.connect(receiver);
    ASSERT_TRUE(eventually([&] { return session.key_frames_wanted == 1; }));
    ASSERT_TRUE(receiver.wait(is_connected));
    session.push(PictureKind::delta);
    session.push(PictureKind::key);
    EXPECT_TRUE(eventually([&] { return receiver.pictures() == std::vector<std::uint32_t>{1}; }));
}

TEST(Engine, SendsAgainWhatTheViewerMissed) {
    Session session;
    session.push(PictureKind::key, 20'000);
    Receiver receiver({.lose = {4}});
    const auto viewer = session.connect(receiver);
    ASSERT_TRUE(receiver.wait([](const auto& seen) { return seen.packets.size() == 18; }));
    EXPECT_TRUE(receiver.pictures().empty());
    const auto first = receiver.seen().packets.begin()->first;
    receiver.send_nack(static_cast<std::uint16_t>(first + 4));
    ASSERT_TRUE(receiver.wait([](const auto& seen) { return seen.retransmissions == 1; }));
    EXPECT_EQ(receiver.pictures(), std::vector<std::uint32_t>{0});
    EXPECT_TRUE(eventually([&] { return viewer->stats().retransmitted == 1; }));
    EXPECT_EQ(viewer->stats().nacked, 1u);
}

TEST(Engine, AsksForKeyPicturesNoMoreOftenThanAllowed) {
    Session session(loopback_options(), TrackOptions::Start::key_frame_on_demand);
    Receiver receiver;
    const auto viewer = session.connect(receiver);
    ASSERT_TRUE(receiver.wait(is_connected));
    session.push(PictureKind::key);
    ASSERT_TRUE(eventually([&] { return receiver.pictures().size() == 1; }));
    const auto started = std::chrono::steady_clock::now();
    const int before = session.key_frames_wanted;
    for (int i = 0; i < 20; ++i)
        receiver.send_picture_loss();
    ASSERT_TRUE(eventually([&] { return viewer->stats().key_frames_wanted == 20; }));
    ASSERT_TRUE(eventually([&] { return session.key_frames_wanted > before; }));
    const auto intervals = 1 + (std::chrono::steady_clock::now() - started) / 500ms;
    EXPECT_LE(session.key_frames_wanted - before, intervals + 1);
}

TEST(Engine, TellsTheSourceWhatTheBestWayTakes) {
    Session session(loopback_options(), TrackOptions::Start::key_frame_on_demand);
    session.push(PictureKind::key, 20'000);
    Receiver poor({.fraction_lost = 128});
    auto slow = session.connect(poor);
    ASSERT_TRUE(eventually([&] { return slow->stats().limit > 0; }));
    EXPECT_TRUE(eventually([&] { return session.limit > 0; }));
    Receiver good;
    const auto fast = session.connect(good);
    EXPECT_TRUE(eventually([&] { return session.limit == 0; })) << "one who takes everything is here";
    EXPECT_EQ(fast->stats().limit, 0u);
}

TEST(Engine, GivesASmallerEncodingToWhoeverIsOnASlowWay) {
    constexpr std::uint32_t first_smaller = 1'000'000;
    Session session;
    session.push(PictureKind::key, 30'000);
    Receiver poor({.fraction_lost = 128});
    Receiver good;
    const auto slow = session.connect(poor);
    const auto fast = session.connect(good);
    ASSERT_TRUE(eventually([&] {
        session.push(PictureKind::delta, 200);
        return session.smaller_wanted.load();
    }));
    const auto smaller = session.engine.make_track({.start = TrackOptions::Start::key_frame_on_demand});
    session.track->offer_smaller(smaller.get());
    // Pictures go on, as a camera's do: a busy test reads its socket late and misses some.
    std::uint32_t next_smaller = first_smaller;
    const auto push_smaller = [&](PictureKind kind) {
        smaller->push(make_picture(kind, 1000, next_smaller++));
    };
    const auto sees = [](Receiver& receiver, const std::function<void()>& push, std::uint32_t from,
                         std::uint32_t to) {
        return eventually([&] {
            push();
            const auto pictures = receiver.pictures();
            return !pictures.empty() && pictures.back() >= from && pictures.back() < to;
        });
    };
    constexpr auto any = std::numeric_limits<std::uint32_t>::max();
    EXPECT_TRUE(sees(poor, [&] { push_smaller(PictureKind::key); }, first_smaller, any));
    EXPECT_TRUE(sees(
        good, [&] { session.push(PictureKind::key); }, session.pushed(), first_smaller))
        << "nobody else is concerned: dropped " << fast->stats().dropped_pictures << ", limit "
        << fast->stats().limit;
    EXPECT_TRUE(sees(poor, [&] { push_smaller(PictureKind::delta); }, next_smaller, any));

    session.track->offer_smaller(nullptr);
    EXPECT_TRUE(sees(
        poor, [&] { session.push(PictureKind::key); }, session.pushed(), first_smaller))
        << "brought back";
    poor.say_goodbye();
    EXPECT_TRUE(eventually([&] { return !session.smaller_wanted; })) << "nobody wants it any more";
}

TEST(Engine, MeasuresTheRoundTripFromReports) {
    Session session;
    session.push(PictureKind::key);
    Receiver receiver;
    const auto viewer = session.connect(receiver);
    ASSERT_TRUE(receiver.wait([](const auto& seen) { return seen.reports >= 1; }));
    EXPECT_TRUE(eventually([&] { return viewer->stats().round_trip > 0us; }));
    EXPECT_LT(viewer->stats().round_trip, 1s);
}

TEST(Engine, EndsAViewerThatSaysGoodbye) {
    Session session;
    Receiver receiver;
    const auto viewer = session.connect(receiver);
    ASSERT_TRUE(receiver.wait(is_connected));
    receiver.say_goodbye();
    ASSERT_TRUE(receiver.wait([](const auto& seen) { return seen.closed.has_value(); }));
    EXPECT_EQ(receiver.seen().closed->code, Errc::offline);
    EXPECT_TRUE(eventually([&] { return session.engine.viewers() == 0; }));
    EXPECT_EQ(session.track->viewers(), 0u);
}

TEST(Engine, SaysGoodbyeWhenTheHandleIsDropped) {
    Session session;
    Receiver receiver;
    auto viewer = session.connect(receiver);
    ASSERT_TRUE(receiver.wait(is_connected));
    viewer.reset();
    EXPECT_TRUE(receiver.wait([](const auto& seen) { return seen.goodbye && seen.closed.has_value(); }));
    EXPECT_EQ(receiver.seen().closed->code, Errc::cancelled);
}

TEST(Engine, EndsTheViewersOfATrackThatEnds) {
    Session session;
    Receiver receiver;
    const auto viewer = session.connect(receiver);
    ASSERT_TRUE(receiver.wait(is_connected));
    session.track.reset();
    ASSERT_TRUE(receiver.wait([](const auto& seen) { return seen.closed.has_value(); }));
    EXPECT_EQ(receiver.seen().closed->code, Errc::offline);
}

TEST(Engine, FindsOutThatABrowserVanished) {
    auto options = loopback_options();
    options.silence_limit = 1500ms;
    Session session(options);
    session.push(PictureKind::key);
    Receiver receiver;
    const auto viewer = session.connect(receiver);
    ASSERT_TRUE(receiver.wait([](const auto& seen) { return seen.reports >= 1; }));
    receiver.vanish();
    ASSERT_TRUE(receiver.wait([](const auto& seen) { return seen.closed.has_value(); }, 5s));
    EXPECT_EQ(receiver.seen().closed->code, Errc::offline);
}

TEST(Engine, EndsAViewerThatNeverReportsAfterHalfAMinute) {
    EXPECT_EQ(EngineOptions().first_report_limit, 30s);
    auto options = loopback_options();
    options.first_report_limit = 1s;
    Session session(options);
    session.push(PictureKind::key);
    Receiver receiver({.reports = ReceiverOptions::Reports::none});
    const auto viewer = session.connect(receiver);
    ASSERT_TRUE(receiver.wait([](const auto& seen) { return !seen.packets.empty(); }));
    receiver.vanish();
    ASSERT_TRUE(receiver.wait([](const auto& seen) { return seen.closed.has_value(); }));
    EXPECT_EQ(receiver.seen().closed->code, Errc::offline);
}

TEST(Engine, RefusesOffersThatItCannotAnswer) {
    Session session;
    const auto code = [&](std::string offer) {
        return session.engine.open(*session.track, {.offer_sdp = std::move(offer)}, {}).error().code;
    };
    EXPECT_EQ(code("garbage"), Errc::malformed);
    EXPECT_EQ(code(""), Errc::malformed);
    EXPECT_EQ(code(replaced(read_fixture("firefox_video.sdp"), "H264/90000", "H265/90000")),
              Errc::unsupported);
    EXPECT_EQ(session.engine.viewers(), 0u);
}

TEST(Engine, RefusesACertificateThatIsNotTheOffers) {
    Session session;
    Receiver receiver;
    ViewerRequest request;
    auto offer = receiver.offer();
    const auto at = offer.find("sha-256 ") + 8;
    offer.replace(at, 2, offer.substr(at, 2) == "00" ? "01" : "00");
    request.offer_sdp = offer;
    const auto viewer = session.engine.open(*session.track, request, receiver.events());
    ASSERT_TRUE(viewer);
    ASSERT_TRUE(receiver.wait([](const auto& seen) { return !seen.answers.empty(); }));
    receiver.accept(receiver.seen().answers[0]);
    ASSERT_TRUE(receiver.wait([](const auto& seen) { return seen.closed.has_value(); }));
    EXPECT_EQ(receiver.seen().closed->code, Errc::untrusted);
}

}  // namespace
}  // namespace gantry::rtc
