#include "media/jpeg/header.hpp"

#include <gtest/gtest.h>

namespace gantry::media::jpeg {
namespace {

Bytes picture(std::string_view segments) {
    return *from_hex("ffd8" + std::string(segments) + "ffda00040000ffd9");
}

constexpr std::string_view frame = "ffc0000b08021c03c001011100";  // 960x540, one component

TEST(JpegHeader, FindsTheSizeBehindOtherSegments) {
    const auto header = parse_header(picture("ffe000044a46" + std::string(frame)));
    ASSERT_TRUE(header);
    EXPECT_EQ(header->size, (Size{960, 540}));
    EXPECT_EQ(header->components, 1);
    EXPECT_FALSE(header->has_huffman_tables);
}

TEST(JpegHeader, TakesProgressiveFramesFillBytesAndRestartMarkers) {
    EXPECT_EQ(parse_header(picture("ffd0ffffffc2000b08021c03c001011100"))->size, (Size{960, 540}));
}

TEST(JpegHeader, NoticesHuffmanTables) {
    EXPECT_TRUE(parse_header(picture("ffc400021122" + std::string(frame))).error().code == Errc::malformed);
    EXPECT_TRUE(parse_header(picture("ffc400041122" + std::string(frame)))->has_huffman_tables);
}

TEST(JpegHeader, RefusesWhatDoesNotFollowTheFormat) {
    const std::pair<std::string, Errc> cases[] = {
        {"", Errc::malformed},
        {"ffd8ffd9", Errc::malformed},
        {"ffd8ffe0fffe00ffd9", Errc::malformed},
        {"ffd8ffe0000100ffd9", Errc::malformed},
        {"ffd800c0000b08021c03c001011100ffd9", Errc::malformed},
        {"ffd8ffc0000b08000003c001011100ffd9", Errc::malformed},
        {"ffd8ffc0000b08ffff03c001011100ffd9", Errc::too_large},
        {"ffd8ffc00004080200ffd9", Errc::malformed},
        {"ffd8ffc0000b08021c03c001011100", Errc::malformed},
    };
    for (const auto& [hex, code] : cases)
        EXPECT_EQ(parse_header(*from_hex(hex)).error().code, code) << hex;
}

TEST(JpegHeader, LosesItsMetadataAndNothingElse) {
    const auto exif = "ffe1000645786966";
    const auto comment = "fffe00046869";
    const auto jfif = "ffe000044a46";
    const auto adobe = "ffee000441ff";
    const auto with = picture(std::string(jfif) + exif + adobe + comment + std::string(frame));
    EXPECT_EQ(without_metadata(with), picture(std::string(jfif) + adobe + std::string(frame)));
    const auto plain = picture(frame);
    EXPECT_EQ(without_metadata(plain), plain);
    EXPECT_EQ(without_metadata(*from_hex("ffd8ffe1000400ffd9")).error().code, Errc::malformed);
}

TEST(JpegHeader, SaysWhetherAPictureIsWhole) {
    EXPECT_TRUE(is_complete(*from_hex("ffd8ffd9")));
    EXPECT_FALSE(is_complete(*from_hex("ffd8ff")));
    EXPECT_FALSE(is_complete(*from_hex("ffd8ffd900")));
    EXPECT_FALSE(is_complete({}));
}

}  // namespace
}  // namespace gantry::media::jpeg
