#include "fuse/live/transcoder.hpp"

#include <gtest/gtest.h>

#include "base/asio.hpp"
#include "media/h264/decoder.hpp"
#include "tests/media/textured.hpp"

namespace gantry::fuse::live {
namespace {

using Clock = std::chrono::steady_clock;
using Picture = Transcoder::Picture;

media::jpeg::Image picture(media::Size size, std::uint32_t seed = 1) {
    return {*media::jpeg::Encoder().encode(media::textured(size, seed).pixels(), 85), {}, {}};
}

TEST(Transcoder, BeginsWithAKeyPictureAndMakesOthersOnRequest) {
    Transcoder transcoder({});
    for (std::uint32_t i = 0; i < 6; ++i) {
        const auto unit = transcoder.encode(picture({640, 360}, i), i == 4 ? Picture::key : Picture::any,
                                            Clock::time_point(1s * i));
        ASSERT_TRUE(unit && *unit);
        EXPECT_EQ((*unit)->key, i == 0 || i == 4) << i;
    }
}

TEST(Transcoder, FollowsTheCamerasSize) {
    Transcoder transcoder({});
    for (const media::Size size : {media::Size{640, 360}, media::Size{1280, 720}, media::Size{640, 360}}) {
        const auto unit = transcoder.encode(picture(size), Picture::any, {});
        ASSERT_TRUE(unit && *unit);
        EXPECT_EQ(media::h264::decode_key_picture(**unit)->size, size);
    }
}

TEST(Transcoder, EncodesInSoftwareWhenTheDeviceIsGone) {
    Transcoder transcoder({.backend = media::h264::Backend::v4l2m2m});
    const auto unit = transcoder.encode(picture({640, 360}), Picture::any, {});
    EXPECT_TRUE(unit && *unit && (*unit)->key);
}

TEST(Transcoder, SurvivesAPictureThatIsNone) {
    Transcoder transcoder({});
    EXPECT_EQ(transcoder.encode({to_bytes("no picture"), {}, {}}, Picture::any, {}).error().code,
              Errc::malformed);
    EXPECT_TRUE(transcoder.encode(picture({640, 360}), Picture::any, {}));
}

}  // namespace
}  // namespace gantry::fuse::live
