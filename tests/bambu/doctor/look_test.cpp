#include "bambu/doctor/look.hpp"

#include <gtest/gtest.h>

#include "media/jpeg/codec.hpp"

namespace gantry::bambu::doctor {
namespace {

Bytes jpeg_of(std::byte level) {
    media::Pixels pixels{.size = {64, 48}, .bgra = Bytes(64 * 48 * 4, level)};
    return *media::jpeg::Encoder().encode(pixels, 80);
}

TEST(Look, KnowsABlackPicture) {
    const auto black = brightness_of(jpeg_of(std::byte{2}));
    const auto bright = brightness_of(jpeg_of(std::byte{200}));
    ASSERT_TRUE(black && bright);
    EXPECT_LT(*black, 0.05);
    EXPECT_GT(*bright, 0.7);
    EXPECT_FALSE(brightness_of(BytesView()));
    const Look dark{.pictures = 9, .span = look_length, .brightness = *black};
    EXPECT_EQ(judge_look(dark, {}).cause, "dark");
    EXPECT_EQ(judge_look(dark, {}).state, StepState::warned);
    const Look dim{.pictures = 9, .span = look_length, .brightness = 0.08};
    EXPECT_EQ(judge_look(dim, {.light_on = false}).cause, "dark");
    EXPECT_EQ(judge_look(dim, {.light_on = true}).state, StepState::passed);
    EXPECT_EQ(judge_look(dim, {}).state, StepState::passed);
}

TEST(Look, CallsNoPrinterSlowForWhatItsCameraCannot) {
    const Look p1s{.pictures = 3, .until_first = 800ms, .span = 4000ms, .size = media::Size{1280, 720}};
    EXPECT_EQ(judge_look(p1s, {}).state, StepState::passed);
    EXPECT_EQ(judge_look(p1s, {}).seen, "Pictures come: 0.5 per second, 1280×720, the first after 0.8 s.");
    const Look crawling{.pictures = 1, .until_first = 9s};
    EXPECT_EQ(judge_look(crawling, {.wifi_dbm = -78}).cause, "few_frames");
    EXPECT_NE(judge_look(crawling, {.wifi_dbm = -78}).seen.find("-78 dBm, which is weak"), std::string::npos);
    const Look video{.pictures = 9, .span = 4000ms, .video = true};
    EXPECT_EQ(judge_look(video, {.wifi_dbm = -50}).cause, "few_frames");
}

TEST(Look, IsOverOnceEnoughIsSeen) {
    EXPECT_TRUE(shows_enough({.pictures = 4, .span = 1500ms}));
    EXPECT_FALSE(shows_enough({.pictures = 9, .span = 1400ms})) << "it may be a burst";
    EXPECT_FALSE(shows_enough({.pictures = 2, .span = 2000ms})) << "it may be getting slower";
    EXPECT_TRUE(shows_enough({.pictures = 30, .span = 1500ms, .video = true}));
    EXPECT_FALSE(shows_enough({.pictures = 12, .span = 1500ms, .video = true}));
    EXPECT_FALSE(shows_enough({.pictures = 1}));
}

TEST(Look, NamesEveryFailureOfACamera) {
    const auto cause = [](Errc code, Before before) {
        const auto finding = judge_camera({code, "It does not work."}, before);
        EXPECT_EQ(finding.state, StepState::failed);
        EXPECT_EQ(finding.seen, "It does not work.");
        return finding.cause;
    };
    EXPECT_EQ(cause(Errc::unauthorized, Before::nothing), "camera_refused");
    EXPECT_EQ(cause(Errc::disabled, Before::nothing), "no_frames");
    EXPECT_EQ(cause(Errc::disabled, Before::pictures), "camera_stuck");
    EXPECT_EQ(cause(Errc::timeout, Before::pictures), "camera_stuck");
    EXPECT_EQ(cause(Errc::malformed, Before::pictures), "camera_cut");
    EXPECT_EQ(cause(Errc::offline, Before::pictures), "camera_taken");
    EXPECT_EQ(cause(Errc::offline, Before::nothing), "camera_port_refused");
    EXPECT_EQ(cause(Errc::untrusted, Before::nothing), "certificate_changed");
}

}  // namespace
}  // namespace gantry::bambu::doctor
