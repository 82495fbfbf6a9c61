#include "fuse/cameras/rtsp/source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "media/h264/decoder.hpp"
#include "media/rtp/header.hpp"
#include "tests/base/eventually.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/fuse/cameras/camera_server.hpp"
#include "tests/fuse/cameras/rtsp_peer.hpp"

namespace gantry::fuse::cameras::rtsp {
namespace {

using ::testing::HasSubstr;

// `patient` where pictures come, whatever the machine does meanwhile; the others where a limit is what is
// tested.
constexpr Limits patient{.connect = 20s,
                         .answer = 20s,
                         .first_frame = 20s,
                         .stall = 20s,
                         .report_interval = 20ms,
                         .keepalive_interval = 30ms};

Limits without_pictures() {
    auto limits = patient;
    limits.first_frame = 200ms;
    return limits;
}

Limits with_a_stall() {
    auto limits = patient;
    limits.stall = 300ms;
    return limits;
}

struct Outcome {
    Error error;
    std::vector<Frame> frames;
    RtspPeer::Log log;
};

Outcome play(RtspPeer::Script script, Limits limits = patient) {
    Outcome outcome;
    run_coroutine([&](Executor executor) -> awaitable<void> {
        CameraServer server(executor, [&](net::Stream& client) -> awaitable<void> {
            RtspPeer peer(client, script, outcome.log);
            co_await peer.run();
        });
        CollectingSink sink;
        const auto source = make_source(server.target(), limits);
        outcome.error = co_await source->run(sink);
        outcome.frames = std::move(sink.frames);
        EXPECT_TRUE(co_await eventually([&] { return server.ended == 1; }));
        co_await server.stop();
    });
    return outcome;
}

TEST(RtspSource, PlaysWithTheDigestOfPrinters) {
    const auto outcome = play({.pictures = 3, .end = RtspPeer::End::close});
    ASSERT_EQ(outcome.frames.size(), 3u);
    const auto first = std::get<media::h264::AccessUnitPtr>(outcome.frames[0]);
    EXPECT_TRUE(first->key);
    EXPECT_TRUE(media::h264::decode_key_picture(*first));
    EXPECT_EQ(outcome.error.code, Errc::offline);
    EXPECT_THAT(outcome.log.methods,
                ::testing::ElementsAre("OPTIONS", "DESCRIBE", "DESCRIBE", "SETUP", "PLAY"));
}

TEST(RtspSource, PlaysWithEveryKindOfAuthentication) {
    for (const auto authentication : {RtspPeer::Authentication::none, RtspPeer::Authentication::basic,
                                      RtspPeer::Authentication::digest_with_qop}) {
        const auto outcome =
            play({.authentication = authentication, .pictures = 1, .end = RtspPeer::End::close});
        EXPECT_EQ(outcome.frames.size(), 1u) << static_cast<int>(authentication);
    }
}

TEST(RtspSource, NamesAWrongCodeAfterTheSecondRefusal) {
    const auto outcome = play({.code = "87654321"});
    EXPECT_EQ(outcome.error.code, Errc::unauthorized);
    EXPECT_THAT(outcome.error.detail, HasSubstr("Verify the 8-digit access code"));
    EXPECT_THAT(outcome.log.methods, ::testing::ElementsAre("OPTIONS", "DESCRIBE", "DESCRIBE"));
}

TEST(RtspSource, TakesPacketsBeforeTheAnswerToPlay) {
    const auto outcome =
        play({.packets_before_play_answer = true, .pictures = 2, .end = RtspPeer::End::close});
    EXPECT_EQ(outcome.frames.size(), 2u);
}

TEST(RtspSource, NamesACameraWithoutPictures) {
    const auto outcome = play({.pictures = 0, .end = RtspPeer::End::silence}, without_pictures());
    EXPECT_EQ(outcome.error.code, Errc::disabled);
    EXPECT_THAT(outcome.error.detail, HasSubstr("might be disabled in the printer's settings"));
}

TEST(RtspSource, NoticesAStallReportsAndSaysGoodbye) {
    const auto outcome = play({.pictures = 2, .end = RtspPeer::End::silence}, with_a_stall());
    EXPECT_EQ(outcome.error.code, Errc::timeout);
    EXPECT_EQ(outcome.frames.size(), 2u);
    EXPECT_GE(outcome.log.receiver_reports, 3);
    EXPECT_THAT(outcome.log.methods, ::testing::Contains("GET_PARAMETER"));
    EXPECT_EQ(outcome.log.methods.back(), "TEARDOWN");
}

TEST(RtspSource, EndsWithAGoodbyeOfTheCamera) {
    const auto outcome = play({.pictures = 1, .end = RtspPeer::End::goodbye});
    EXPECT_EQ(outcome.error.code, Errc::offline);
    EXPECT_THAT(outcome.error.detail, HasSubstr("ended the stream"));
}

TEST(RtspSource, RefusesWhatIsNotRtsp) {
    const auto outcome = play({.garbage = true});
    EXPECT_EQ(outcome.error.code, Errc::malformed);
}

TEST(RtspSource, NamesACameraWithoutVideoThatWeCanPass) {
    const auto outcome = play({.sdp = "v=0\r\nm=video 0 RTP/AVP 98\r\na=rtpmap:98 H265/90000\r\n"});
    EXPECT_EQ(outcome.error.code, Errc::unsupported);
}

TEST(RtspSource, SaysThatTheSwitchMayBeOffWhenNobodyListens) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        CameraTarget target;
        {
            CameraServer server(executor, [](net::Stream&) -> awaitable<void> { co_return; });
            target = server.target();
            co_await server.stop();
        }
        CollectingSink sink;
        const auto source = make_source(target, patient);
        const auto error = co_await source->run(sink);
        EXPECT_EQ(error.code, Errc::offline);
        EXPECT_THAT(error.detail, HasSubstr("LAN Mode Liveview"));
    });
}

TEST(RtspSource, TearsDownWhenItIsCancelled) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        RtspPeer::Log log;
        CameraServer server(executor, [&](net::Stream& client) -> awaitable<void> {
            RtspPeer peer(client, {.pictures = 1, .end = RtspPeer::End::silence}, log);
            co_await peer.run();
        });
        CollectingSink sink;
        Supervisor supervisor(executor, "test");
        auto task = supervisor.spawn("source", [&]() -> awaitable<void> {
            const auto source = make_source(server.target(), {});
            co_await source->run(sink);
        });
        EXPECT_TRUE(co_await eventually([&] { return sink.frames.size() == 1; }));
        task.cancel();
        co_await task.join();
        EXPECT_TRUE(co_await eventually([&] { return server.ended == 1; }));
        EXPECT_EQ(log.methods.back(), "TEARDOWN");
        co_await server.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::cameras::rtsp
