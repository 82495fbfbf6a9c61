#include "bambu/camera/framing.hpp"

#include <gtest/gtest.h>

namespace gantry::bambu::camera {
namespace {

Bytes jpeg(std::size_t size, std::byte fill = std::byte{0x55}) {
    Bytes picture(size, fill);
    picture[0] = picture[size - 2] = std::byte{0xff};
    picture[1] = std::byte{0xd8};
    picture[size - 1] = std::byte{0xd9};
    return picture;
}

void append(Bytes& stream, BytesView bytes) {
    stream.insert(stream.end(), bytes.begin(), bytes.end());
}

Bytes framed(const std::vector<Bytes>& pictures) {
    Bytes stream;
    for (const auto& picture : pictures) {
        append(stream, frame_header(picture.size()));
        append(stream, picture);
    }
    return stream;
}

TEST(CameraAuthentication, FollowsTheRecordedPacket) {
    const auto packet = authentication_packet(Secret("12345678"));
    ASSERT_TRUE(packet);
    EXPECT_EQ(to_hex(*packet),
              "40000000003000000000000000000000"
              "62626c70000000000000000000000000"
              "00000000000000000000000000000000"
              "31323334353637380000000000000000"
              "00000000000000000000000000000000");
}

TEST(CameraAuthentication, LeavesOutTheSpaceThatTheCloudAdds) {
    EXPECT_EQ(authentication_packet(Secret(" aB3d5678\n")), authentication_packet(Secret("aB3d5678")));
}

TEST(CameraAuthentication, RefusesACodeThatCannotBe) {
    EXPECT_EQ(authentication_packet(Secret(" \n")).error().code, Errc::malformed);
    EXPECT_EQ(authentication_packet(Secret(std::string(33, '1'))).error().code, Errc::malformed);
}

TEST(CameraAuthentication, IsReadBackByThePrintersSide) {
    auto packet = *authentication_packet(Secret("12345678"));
    EXPECT_EQ(*parse_authentication(packet), Secret("12345678"));
    packet[17] = std::byte{'x'};
    EXPECT_EQ(parse_authentication(packet).error().code, Errc::malformed);
    EXPECT_EQ(parse_authentication(BytesView(packet).first(79)).error().code, Errc::malformed);
}

TEST(CameraFrameHeader, FollowsTheRecordedHeader) {
    EXPECT_EQ(to_hex(frame_header(40'659)), "d39e0000000000000100000000000000");
}

TEST(CameraFrameParser, TakesEverySplitOfTheInput) {
    const std::vector<Bytes> pictures{jpeg(40), jpeg(5), jpeg(23)};
    const auto stream = framed(pictures);
    for (std::size_t first = 0; first <= stream.size(); ++first) {
        for (std::size_t second = first; second <= stream.size(); ++second) {
            std::vector<Bytes> seen;
            FrameParser parser([&](Bytes frame) { seen.push_back(std::move(frame)); });
            const BytesView view(stream);
            ASSERT_TRUE(parser.add(view.first(first)));
            ASSERT_TRUE(parser.add(view.subspan(first, second - first)));
            ASSERT_TRUE(parser.add(view.subspan(second)));
            ASSERT_EQ(seen, pictures) << first << ' ' << second;
        }
    }
}

TEST(CameraFrameParser, TakesTheInputByteByByteAndInTheRecordsOfAPrinter) {
    const std::vector<Bytes> pictures{jpeg(9000), jpeg(4096)};
    const auto stream = framed(pictures);
    for (const std::size_t step : {1, 16, 4096}) {
        std::vector<Bytes> seen;
        FrameParser parser([&](Bytes frame) { seen.push_back(std::move(frame)); });
        for (std::size_t at = 0; at < stream.size(); at += step)
            ASSERT_TRUE(parser.add(BytesView(stream).subspan(at, std::min(step, stream.size() - at))));
        EXPECT_EQ(seen, pictures) << step;
        EXPECT_EQ(parser.received(), stream.size());
    }
}

TEST(CameraFrameParser, RefusesLengthsThatNoPictureHas) {
    const std::pair<std::string, Errc> cases[] = {
        {"00000000", Errc::malformed},
        {"01008000", Errc::too_large},
        {"ffffff00", Errc::too_large},
        {"ffffffff", Errc::too_large},
    };
    for (const auto& [length, code] : cases) {
        FrameParser parser([](const Bytes&) {});
        EXPECT_EQ(parser.add(*from_hex(length + "000000000100000000000000")).error().code, code) << length;
    }
}

TEST(CameraFrameParser, DropsBrokenPicturesAndGivesUpAfterThree) {
    const Bytes broken(30, std::byte{0});
    int seen = 0;
    FrameParser parser([&](const Bytes&) { ++seen; });
    EXPECT_TRUE(parser.add(framed({broken, broken, jpeg(30), broken, broken})));
    EXPECT_EQ(seen, 1);
    EXPECT_EQ(parser.dropped(), 4u);
    EXPECT_EQ(parser.add(framed({broken})).error().code, Errc::malformed);
}

}  // namespace
}  // namespace gantry::bambu::camera
