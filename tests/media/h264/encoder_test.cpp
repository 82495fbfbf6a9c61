#include "media/h264/encoder.hpp"

#include <gtest/gtest.h>

#include "base/asio.hpp"
#include "media/h264/annex_b.hpp"
#include "tests/media/textured.hpp"

namespace gantry::media::h264 {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<NalType> types(const AccessUnit& unit) {
    std::vector<NalType> found;
    for (std::size_t i = 0; i < unit.nals.size(); ++i)
        found.push_back(type_of(unit.nal(i)));
    return found;
}

// What a camera sees that swings to and fro. Painting takes longer than encoding: each view is painted once.
class Swing {
public:
    Swing() {
        for (std::uint32_t i = 0; i < turn; ++i)
            views_.push_back(to_yuv(textured({640, 360}, i).pixels()));
    }
    const YuvPicture& next() {
        const auto at = number_++ % (2 * turn - 2);
        return views_[at < turn ? at : 2 * turn - 2 - at];
    }

private:
    static constexpr std::size_t turn = 12;
    std::vector<YuvPicture> views_;
    std::size_t number_ = 0;
};

TEST(H264Encoder, BeginsWithAKeyPictureAndItsParameterSets) {
    auto encoder = Encoder::open({.size = {640, 360}});
    ASSERT_TRUE(encoder);
    const auto unit = (*encoder)->encode(to_yuv(textured({640, 360}).pixels()), Clock::now());
    ASSERT_TRUE(unit && *unit);
    EXPECT_TRUE((*unit)->key);
    EXPECT_EQ(types(**unit), (std::vector{NalType::sps, NalType::pps, NalType::idr}));
}

TEST(H264Encoder, MakesAKeyPictureOnRequestAndOnlyThen) {
    auto encoder = Encoder::open({.size = {320, 240}});
    ASSERT_TRUE(encoder);
    for (int i = 0; i < 30; ++i) {
        if (i == 20) (*encoder)->request_key_frame();
        const auto picture = to_yuv(textured({320, 240}, static_cast<std::uint32_t>(i)).pixels());
        const auto unit = (*encoder)->encode(picture, Clock::time_point(1s * i));
        ASSERT_TRUE(unit && *unit);
        EXPECT_EQ((*unit)->key, i == 0 || i == 20) << i;
        EXPECT_EQ((*unit)->captured_at, Clock::time_point(1s * i));
    }
}

TEST(H264Encoder, KeepsAFixedKeyInterval) {
    auto encoder = Encoder::open({.size = {320, 240}, .key_interval = 5});
    ASSERT_TRUE(encoder);
    const auto picture = to_yuv(textured({320, 240}).pixels());
    for (int i = 0; i < 11; ++i)
        EXPECT_EQ((*(*encoder)->encode(picture, Clock::time_point(40ms * i)))->key, i % 5 == 0) << i;
}

TEST(H264Encoder, LabelsTheProfileItWasAskedFor) {
    const std::pair<Profile, int> cases[] = {
        {Profile::baseline, 66}, {Profile::main, 77}, {Profile::high, 100}};
    for (const auto& [profile, number] : cases) {
        auto encoder = Encoder::open({.size = {320, 240}, .profile = profile});
        ASSERT_TRUE(encoder);
        const auto unit = (*encoder)->encode(to_yuv(textured({320, 240}).pixels()), Clock::now());
        EXPECT_EQ(std::to_integer<int>((*unit)->nal(0)[1]), number);
    }
}

TEST(H264Encoder, TakesOddSizesAndRefusesOthers) {
    auto encoder = Encoder::open({.size = {321, 241}});
    ASSERT_TRUE(encoder);
    EXPECT_TRUE((*encoder)->encode(to_yuv(textured({321, 241}).pixels()), Clock::now()));
    EXPECT_EQ((*encoder)->encode(to_yuv(textured({320, 240}).pixels()), Clock::now()).error().code,
              Errc::malformed);
    EXPECT_EQ(Encoder::open({.size = {8, 8}}).error().code, Errc::unsupported);
}

TEST(H264Encoder, StaysBelowItsBitrate) {
    auto encoder = Encoder::open({.size = {640, 360}, .frame_rate = 15, .bitrate_kbps = 400});
    ASSERT_TRUE(encoder);
    std::size_t bytes = 0;
    Swing swing;
    for (std::uint32_t i = 0; i < 45; ++i) {
        bytes += (*(*encoder)->encode(swing.next(), Clock::time_point(66ms * i)))->data.size();
    }
    EXPECT_LT(bytes * 8 / 3, 400'000u * 3 / 2);
}

TEST(H264Encoder, FollowsALowerBitrateAndAHigherOneAgain) {
    auto encoder = Encoder::open({.size = {640, 360}, .frame_rate = 15, .bitrate_kbps = 1200});
    ASSERT_TRUE(encoder);
    std::uint32_t number = 0;
    Swing swing;
    const auto kbps_of_three_seconds = [&] {
        std::size_t bytes = 0;
        for (int i = 0; i < 45; ++i, ++number) {
            bytes += (*(*encoder)->encode(swing.next(), Clock::time_point(66ms * number)))->data.size();
        }
        return bytes * 8 / 3000;
    };
    const auto before = kbps_of_three_seconds();
    (*encoder)->limit_bitrate(300);
    kbps_of_three_seconds();
    EXPECT_LT(kbps_of_three_seconds(), 300u * 3 / 2);
    EXPECT_GT(before, 600u);
    (*encoder)->limit_bitrate(1200);
    kbps_of_three_seconds();
    EXPECT_GT(kbps_of_three_seconds(), 600u);
}

TEST(H264Encoder, FallsBackToSoftwareWhereNoDeviceIs) {
    const auto backend = choose_backend();
    EXPECT_TRUE(Encoder::open({.size = {640, 480}}, backend));
}

}  // namespace
}  // namespace gantry::media::h264
