#include "media/canvas/canvas.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gantry::media::canvas {
namespace {

Colour pixel(const Canvas& canvas, int x, int y) {
    const auto& pixels = canvas.pixels();
    const auto at = static_cast<std::size_t>(y * pixels.size.width + x) * 4;
    const auto channel = [&](std::size_t offset) {
        return std::to_integer<std::uint8_t>(pixels.bgra[at + offset]);
    };
    return {channel(2), channel(1), channel(0)};
}

TEST(Canvas, BeginsWithItsBackground) {
    const Canvas canvas({8, 4}, {10, 20, 30});
    EXPECT_EQ(canvas.size(), (Size{8, 4}));
    EXPECT_EQ(pixel(canvas, 7, 3).red, 10);
    EXPECT_EQ(pixel(canvas, 7, 3).green, 20);
    EXPECT_EQ(pixel(canvas, 7, 3).blue, 30);
}

TEST(Canvas, DrawsShapesWhereTheyAre) {
    Canvas canvas({100, 100}, {});
    canvas.rectangle({10, 10, 20, 20}, {255, 0, 0});
    canvas.circle({70, 70}, 10, {0, 255, 0});
    const Point corners[] = {{0, 99}, {20, 99}, {0, 79}};
    canvas.polygon(corners, {0, 0, 255});
    EXPECT_EQ(pixel(canvas, 20, 20).red, 255);
    EXPECT_EQ(pixel(canvas, 40, 20).red, 0);
    EXPECT_EQ(pixel(canvas, 70, 70).green, 255);
    EXPECT_EQ(pixel(canvas, 2, 95).blue, 255);
}

TEST(Canvas, WritesTextAndSaysItsSize) {
    Canvas canvas({200, 60}, {});
    const auto size = canvas.text({100, 5}, "128 °C", {.height = 32, .align = Align::centre});
    EXPECT_GT(size.width, 60);
    EXPECT_GT(size.height, 30);
    const auto& bytes = canvas.pixels().bgra;
    EXPECT_TRUE(std::ranges::any_of(bytes, [](std::byte value) { return value == std::byte{255}; }));
}

TEST(Canvas, CutsTextThatIsTooWide) {
    Canvas canvas({400, 60}, {});
    EXPECT_LE(canvas.text({0, 0}, "a very long name of a printer", {.height = 30, .max_width = 120}).width,
              120);
}

TEST(Canvas, RefusesAnImpossibleSize) {
    EXPECT_THROW(Canvas({0, 10}, {}), std::runtime_error);
    EXPECT_THROW(Canvas({10, 100'000}, {}), std::runtime_error);
}

}  // namespace
}  // namespace gantry::media::canvas
