#include "media/h264/decoder.hpp"

#include <gtest/gtest.h>

#include "media/h264/annex_b.hpp"
#include "media/h264/encoder.hpp"
#include "tests/media/textured.hpp"

namespace gantry::media::h264 {
namespace {

AccessUnitPtr encode(const canvas::Canvas& canvas, EncoderOptions options = {}) {
    options.size = canvas.size();
    auto encoder = Encoder::open(options);
    return *(*encoder)->encode(to_yuv(canvas.pixels()), {});
}

TEST(H264Decoder, GivesBackTheColoursThatWereEncoded) {
    const canvas::Canvas canvas({640, 368}, {200, 60, 30});
    for (const auto profile : {Profile::baseline, Profile::main, Profile::high}) {
        const auto pixels = decode_key_picture(*encode(canvas, {.profile = profile}));
        ASSERT_TRUE(pixels);
        EXPECT_EQ(pixels->size, canvas.size());
        const auto at = static_cast<std::size_t>(180 * 640 + 300) * 4;
        EXPECT_NEAR(std::to_integer<int>(pixels->bgra[at + 2]), 200, 4);
        EXPECT_NEAR(std::to_integer<int>(pixels->bgra[at + 1]), 60, 4);
        EXPECT_NEAR(std::to_integer<int>(pixels->bgra[at]), 30, 4);
    }
}

TEST(H264Decoder, DecodesAKeyPictureInTheMiddleOfAStream) {
    auto encoder = Encoder::open({.size = {320, 240}});
    AccessUnitPtr last;
    for (std::uint32_t i = 0; i < 6; ++i) {
        if (i == 5) (*encoder)->request_key_frame();
        last = *(*encoder)->encode(to_yuv(textured({320, 240}, i).pixels()), {});
    }
    EXPECT_TRUE(decode_key_picture(*last));
}

TEST(H264Decoder, RefusesWhatCannotBeDecodedAlone) {
    AccessUnit nothing;
    EXPECT_EQ(decode_key_picture(nothing).error().code, Errc::malformed);

    AccessUnitBuilder without_sps;
    without_sps.add(*from_hex("6588840021"));
    EXPECT_EQ(decode_key_picture(*without_sps.finish({})).error().code, Errc::malformed);

    const auto good = encode(textured({320, 240}));
    AccessUnitBuilder garbage;
    garbage.add(good->nal(0));
    garbage.add(good->nal(1));
    garbage.add(*from_hex("65ffffffff"));
    EXPECT_EQ(decode_key_picture(*garbage.finish({})).error().code, Errc::malformed);
}

TEST(H264Decoder, DecodesAStreamAndMakesItsPicturesSmaller) {
    auto encoder = Encoder::open({.size = {640, 368}, .profile = Profile::high});
    auto decoder = *Decoder::open();
    EXPECT_EQ(decoder->size(), Size{});
    YuvPicture small;
    small.resize({320, 184});
    EXPECT_EQ(decoder->scale_to(small).error().code, Errc::malformed);
    for (const std::uint8_t red : {200, 100, 20}) {
        const canvas::Canvas canvas({640, 368}, {red, 60, 30});
        const auto expected = to_yuv(canvas::Canvas({320, 184}, {red, 60, 30}).pixels());
        ASSERT_TRUE(decoder->decode(**(*encoder)->encode(to_yuv(canvas.pixels()), {})));
        EXPECT_EQ(decoder->size(), (Size{640, 368}));
        ASSERT_TRUE(decoder->scale_to(small));
        for (const auto plane : {YuvPicture::y, YuvPicture::u, YuvPicture::v})
            EXPECT_NEAR(std::to_integer<int>(small.plane(plane)[320]),
                        std::to_integer<int>(expected.plane(plane)[320]), 4);
    }
}

TEST(H264Decoder, GoesOnAfterABrokenPictureWithTheNextKeyPicture) {
    auto encoder = Encoder::open({.size = {320, 240}});
    auto decoder = *Decoder::open();
    std::vector<AccessUnitPtr> units;
    for (std::uint32_t i = 0; i < 4; ++i) {
        if (i == 3) (*encoder)->request_key_frame();
        units.push_back(*(*encoder)->encode(to_yuv(textured({320, 240}, i).pixels()), {}));
    }
    EXPECT_FALSE(decoder->decode(*units[1])) << "does not begin with a key picture";
    EXPECT_TRUE(decoder->decode(*units[0]));
    EXPECT_TRUE(decoder->decode(*units[1]));
    EXPECT_FALSE(decoder->decode(AccessUnit{}));
    EXPECT_FALSE(decoder->decode(*units[2])) << "one before it is missing";
    EXPECT_TRUE(decoder->decode(*units[3]));
}

}  // namespace
}  // namespace gantry::media::h264
