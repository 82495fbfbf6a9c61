#include "media/jpeg/codec.hpp"

#include <gtest/gtest.h>
#include <turbojpeg.h>

#include "media/jpeg/header.hpp"
#include "tests/media/textured.hpp"

namespace gantry::media::jpeg {
namespace {

Bytes encode_as(const Pixels& pixels, int subsampling) {
    const Turbo turbo(tjInitCompress());
    unsigned char* buffer = nullptr;
    unsigned long size = 0;
    EXPECT_EQ(
        tjCompress2(turbo.get(), reinterpret_cast<const unsigned char*>(pixels.bgra.data()),
                    pixels.size.width, 0, pixels.size.height, TJPF_BGRX, &buffer, &size, subsampling, 90, 0),
        0);
    const auto view = std::as_bytes(std::span(buffer, size));
    Bytes copy(view.begin(), view.end());
    tjFree(buffer);
    return copy;
}

int centre(const YuvPicture& picture, YuvPicture::Plane plane) {
    const auto size = picture.size();
    const int row = plane == YuvPicture::y ? size.height / 2 : size.height / 4;
    const int column = plane == YuvPicture::y ? size.width / 2 : size.width / 4;
    return std::to_integer<int>(
        picture.plane(plane)[static_cast<std::size_t>(row * picture.stride(plane) + column)]);
}

TEST(JpegEncoder, MakesAWholePictureOfTheSameSize) {
    const auto canvas = textured({1280, 720});
    const auto jpeg = Encoder().encode(canvas.pixels(), 80);
    ASSERT_TRUE(jpeg);
    EXPECT_TRUE(is_complete(*jpeg));
    EXPECT_EQ(parse_header(*jpeg)->size, (Size{1280, 720}));
    EXPECT_TRUE(parse_header(*jpeg)->has_huffman_tables);
}

TEST(JpegEncoder, CodesPlanesWithoutChangingTheirColour) {
    const canvas::Canvas canvas({64, 48}, {200, 40, 90});
    const auto planes = to_yuv(canvas.pixels());
    const auto jpeg = Encoder().encode(planes, 95);
    ASSERT_TRUE(jpeg);
    YuvPicture decoded;
    ASSERT_TRUE(Decoder().decode(*jpeg, decoded));
    for (const auto plane : {YuvPicture::y, YuvPicture::u, YuvPicture::v})
        EXPECT_NEAR(centre(decoded, plane), centre(planes, plane), 3);
}

TEST(JpegDecoder, ReadsEveryChromaLayoutThatCamerasSend) {
    const canvas::Canvas canvas({98, 50}, {30, 160, 220});
    const auto expected = to_yuv(canvas.pixels());
    for (const int subsampling : {TJSAMP_420, TJSAMP_422, TJSAMP_444, TJSAMP_440}) {
        YuvPicture decoded;
        ASSERT_TRUE(Decoder().decode(encode_as(canvas.pixels(), subsampling), decoded)) << subsampling;
        for (const auto plane : {YuvPicture::y, YuvPicture::u, YuvPicture::v})
            EXPECT_NEAR(centre(decoded, plane), centre(expected, plane), 3) << subsampling;
    }
}

TEST(JpegDecoder, ReadsGreyPictures) {
    const canvas::Canvas canvas({64, 48}, {100, 100, 100});
    YuvPicture decoded;
    ASSERT_TRUE(Decoder().decode(encode_as(canvas.pixels(), TJSAMP_GRAY), decoded));
    EXPECT_NEAR(centre(decoded, YuvPicture::y), 100, 2);
    EXPECT_EQ(centre(decoded, YuvPicture::u), 128);
}

TEST(JpegDecoder, FollowsAChangeOfSize) {
    Decoder decoder;
    YuvPicture decoded;
    for (const Size size : {Size{1920, 1080}, Size{1280, 720}, Size{17, 33}}) {
        ASSERT_TRUE(decoder.decode(*Encoder().encode(textured(size).pixels(), 70), decoded));
        EXPECT_EQ(decoded.size(), size);
    }
}

TEST(JpegDecoder, RefusesWhatIsNoPicture) {
    YuvPicture decoded;
    EXPECT_EQ(Decoder().decode(as_bytes("<html>503</html>"), decoded).error().code, Errc::malformed);
    auto cut = *Encoder().encode(textured({320, 240}).pixels(), 70);
    cut.resize(cut.size() / 2);
    EXPECT_EQ(Decoder().decode(cut, decoded).error().code, Errc::malformed);
}

}  // namespace
}  // namespace gantry::media::jpeg
