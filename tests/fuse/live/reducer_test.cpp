#include "fuse/live/reducer.hpp"

#include <gtest/gtest.h>

#include "base/asio.hpp"
#include "tests/media/textured.hpp"

namespace gantry::fuse::live {
namespace {

using media::h264::AccessUnitPtr;
using Newest = Reducer::Newest;
using Time = std::chrono::steady_clock::time_point;

constexpr Time epoch{1000s};

// A camera's stream: a key picture and what follows it, thirty per second.
std::vector<AccessUnitPtr> stream(media::Size size, int count) {
    auto encoder = *media::h264::Encoder::open({.size = size, .profile = media::h264::Profile::high});
    std::vector<media::YuvPicture> pictures;
    for (std::uint32_t i = 0; i < 3 && i < static_cast<std::uint32_t>(count); ++i)
        pictures.push_back(media::to_yuv(media::textured(size, i).pixels()));
    std::vector<AccessUnitPtr> units;
    for (int i = 0; i < count; ++i)
        units.push_back(*encoder->encode(pictures[static_cast<std::size_t>(i % 3)], epoch + 33ms * i));
    return units;
}

TEST(Reducer, MakesEveryOtherPictureOfAFastCameraSmaller) {
    Reducer reducer;
    std::vector<AccessUnitPtr> made;
    const auto units = stream({1280, 720}, 8);
    for (const auto& unit : units) {
        const auto small = reducer.reduce(std::span(&unit, 1), Newest::encode, 600);
        ASSERT_TRUE(small);
        if (*small) made.push_back(*small);
    }
    ASSERT_EQ(made.size(), 4u);
    EXPECT_TRUE(made[0]->key);
    EXPECT_EQ(media::h264::decode_key_picture(*made[0])->size, (media::Size{640, 360}));
    EXPECT_EQ(made[1]->captured_at, units[2]->captured_at) << "the viewer's clock goes on";
    EXPECT_LT(made[1]->data.size(), units[2]->data.size() / 2);
}

TEST(Reducer, KeepsToWhatTheWayTakes) {
    Reducer reducer;
    std::size_t bytes = 0;
    for (const auto& unit : stream({640, 360}, 60))
        if (const auto small = reducer.reduce(std::span(&unit, 1), Newest::encode, 200); small && *small)
            bytes += (*small)->data.size();
    EXPECT_LT(bytes, 2 * 200'000u / 8 * 3 / 2) << "two seconds of noise";
}

TEST(Reducer, CatchesUpWithoutEncodingWhatIsOld) {
    Reducer reducer;
    const auto units = stream({640, 360}, 20);
    EXPECT_EQ(*reducer.reduce(std::span(units).first(15), Newest::skip, {}), nullptr);
    const auto newest = reducer.reduce(std::span(units).subspan(15), Newest::encode, {});
    ASSERT_TRUE(newest && *newest);
    EXPECT_EQ((*newest)->captured_at, units.back()->captured_at);
}

TEST(Reducer, MakesAKeyPictureWhenOneIsWanted) {
    Reducer reducer;
    const auto units = stream({640, 360}, 3);
    EXPECT_TRUE((*reducer.reduce(std::span(units).first(1), Newest::encode, {}))->key);
    reducer.want_key_picture();
    const auto next = reducer.reduce(std::span(units).subspan(1, 1), Newest::encode, {});
    ASSERT_TRUE(next && *next) << "due at once";
    EXPECT_TRUE((*next)->key);
}

TEST(Reducer, FollowsTheCamerasSize) {
    Reducer reducer;
    for (const media::Size size : {media::Size{640, 480}, media::Size{1920, 1080}, media::Size{320, 240}}) {
        reducer.want_key_picture();
        const auto small = reducer.reduce(stream(size, 1), Newest::encode, {});
        ASSERT_TRUE(small && *small);
        const media::Size expected = size.width == 1920 ? media::Size{640, 360} : size;
        EXPECT_EQ(media::h264::decode_key_picture(**small)->size, expected);
    }
}

TEST(Reducer, GoesOnWithTheNextKeyPictureAfterABrokenOne) {
    Reducer reducer;
    const auto units = stream({640, 360}, 3);
    EXPECT_TRUE(reducer.reduce(std::span(units).first(1), Newest::encode, {}));
    const auto broken = std::make_shared<const media::h264::AccessUnit>();
    EXPECT_FALSE(reducer.reduce(std::span(&broken, 0), Newest::encode, {}).value());
    const std::vector<AccessUnitPtr> nothing{broken};
    EXPECT_EQ(reducer.reduce(nothing, Newest::encode, {}).error().code, Errc::malformed);
    EXPECT_FALSE(reducer.reduce(std::span(units).subspan(1, 1), Newest::encode, {}));
    EXPECT_TRUE(reducer.reduce(std::span(units).first(1), Newest::encode, {}));
}

}  // namespace
}  // namespace gantry::fuse::live
