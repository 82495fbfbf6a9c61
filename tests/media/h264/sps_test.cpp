#include "media/h264/sps.hpp"

#include <gtest/gtest.h>

#include "media/h264/encoder.hpp"
#include "tests/media/textured.hpp"

namespace gantry::media::h264 {
namespace {

TEST(H264Sps, ReadsSizeAndProfileOfRealStreams) {
    struct Case {
        std::string hex;
        Size size;
        std::string profile_level_id;
    };
    const Case cases[] = {
        // x264 High 1920x1080 (cropped from 1088) with VUI.
        {"67640028acd940780227e5c044000003000400000300f03c60c658", {1920, 1080}, "640028"},
        // x264 Constrained Baseline 640x480.
        {"6742c01ed900a03da1000003000100000300328f16eb80", {640, 480}, "42c01e"},
    };
    for (const auto& [hex, size, profile_level_id] : cases) {
        const auto sps = parse_sps(*from_hex(hex));
        ASSERT_TRUE(sps) << hex;
        EXPECT_EQ(sps->size, size) << hex;
        EXPECT_EQ(sps->profile_level_id(), profile_level_id);
    }
}

TEST(H264Sps, AgreesWithTheEncoderAboutCroppedSizes) {
    for (const Size size : {Size{1168, 720}, Size{1920, 1080}, Size{322, 242}, Size{1280, 720}}) {
        for (const auto profile : {Profile::baseline, Profile::high}) {
            auto encoder = Encoder::open({.size = size, .profile = profile});
            const auto unit = (*encoder)->encode(to_yuv(textured(size).pixels()), {});
            ASSERT_TRUE(unit && *unit);
            EXPECT_EQ(parse_sps((*unit)->nal(0))->size, size);
        }
    }
}

TEST(H264Sps, RefusesWhatIsCutOffOrImpossible) {
    const auto whole = *from_hex("6742c01ed900a03da1000003000100000300328f16eb80");
    for (std::size_t length = 0; length < 9; ++length)
        EXPECT_EQ(parse_sps(BytesView(whole).first(length)).error().code, Errc::malformed) << length;
    EXPECT_EQ(parse_sps(*from_hex("68ce3c80")).error().code, Errc::malformed);
    EXPECT_EQ(parse_sps(*from_hex("6742c01e000000000000")).error().code, Errc::malformed);
}

TEST(H264Sps, NumbersParameterSets) {
    EXPECT_EQ(parameter_set_id(*from_hex("6742c01ed900")), 0);
    EXPECT_EQ(parameter_set_id(*from_hex("68ce3c80")), 0);
    EXPECT_EQ(parameter_set_id(*from_hex("6840")), 1);
    EXPECT_EQ(parameter_set_id(*from_hex("68")).error().code, Errc::malformed);
    EXPECT_EQ(parameter_set_id({}).error().code, Errc::malformed);
}

}  // namespace
}  // namespace gantry::media::h264
