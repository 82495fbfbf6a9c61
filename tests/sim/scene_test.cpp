#include "sim/camera/scene.hpp"

#include <gtest/gtest.h>

#include "media/jpeg/codec.hpp"
#include "sim/clock_strip.hpp"
#include "tests/sim/strip_reader.hpp"

namespace gantry::sim::camera {
namespace {

using std::chrono::system_clock;

constexpr auto some_time = system_clock::time_point(std::chrono::milliseconds(1'795'201'200'123));

class SceneOfSize : public ::testing::TestWithParam<media::Size> {};

TEST_P(SceneOfSize, CarriesTheTimeThroughAJpeg) {
    Scene scene(GetParam(), "P1S-01");
    const auto jpeg =
        media::jpeg::Encoder().encode(scene.draw({.moving = true, .progress = 0.5}, some_time), 60);
    ASSERT_TRUE(jpeg);
    media::YuvPicture decoded;
    ASSERT_TRUE(media::jpeg::Decoder().decode(*jpeg, decoded));
    EXPECT_EQ(read_strip(decoded), static_cast<std::uint32_t>(1'795'201'200'123));
}

INSTANTIATE_TEST_SUITE_P(Sizes, SceneOfSize,
                         ::testing::Values(media::Size{1280, 720}, media::Size{1168, 720},
                                           media::Size{1920, 1080}));

TEST(Scene, IsReadableInTheDarkAndAtEveryProgress) {
    Scene scene({1280, 720}, "X");
    for (int percent = 0; percent <= 100; percent += 10) {
        const View view{.light = percent % 20 == 0, .moving = true, .progress = percent / 100.0};
        EXPECT_TRUE(read_strip(scene.draw(view, some_time + std::chrono::milliseconds(percent * 37))))
            << percent;
    }
}

}  // namespace
}  // namespace gantry::sim::camera
