#include "media/chamber/chamber.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "media/chamber/glyphs.hpp"

namespace gantry::media::chamber {
namespace {

using std::chrono::system_clock;

constexpr auto some_time = system_clock::time_point(std::chrono::milliseconds(1'795'201'200'123));

Bytes luma_of(const YuvPicture& picture) {
    const auto plane = picture.plane(YuvPicture::y);
    return {plane.begin(), plane.end()};
}

std::uint64_t sum(const Bytes& bytes) {
    return std::accumulate(
        bytes.begin(), bytes.end(), std::uint64_t{0},
        [](std::uint64_t total, std::byte one) { return total + std::to_integer<std::uint64_t>(one); });
}

TEST(Chamber, MovesGrowsAndObeysTheLight) {
    Chamber chamber({1280, 720}, {});
    const auto first = luma_of(chamber.draw({.moving = true}, some_time));
    const auto later = luma_of(chamber.draw({.moving = true}, some_time + std::chrono::milliseconds(100)));
    const auto grown = luma_of(chamber.draw({.moving = true, .progress = 0.5}, some_time));
    const auto dark = luma_of(chamber.draw({.light = false}, some_time));
    EXPECT_NE(first, later);
    EXPECT_NE(first, grown);
    EXPECT_LT(sum(dark), sum(first) / 2);
}

TEST(Chamber, FitsEverySizeAtEveryProgress) {
    for (const Size size : {Size{320, 180}, Size{1168, 720}, Size{1920, 1080}}) {
        Chamber chamber(size, {.title = "Wörkshop"});
        for (int percent = -10; percent <= 110; percent += 10)
            EXPECT_EQ(chamber.draw({.progress = percent / 100.0}, some_time).size(), size);
    }
}

TEST(Glyphs, WriteWhereTheyAreTold) {
    const Glyphs glyphs({20, 32}, {255, 255, 255}, {0, 0, 0});
    YuvPicture picture;
    picture.resize({200, 64});
    std::ranges::fill(picture.plane(YuvPicture::y), std::byte{128});
    glyphs.write(picture, 10, 16, "12:34.5");
    EXPECT_EQ(glyphs.width_of("12:34.5"), 120);
    const auto luma = [&](int x, int y) {
        return std::to_integer<int>(
            picture.plane(YuvPicture::y)[static_cast<std::size_t>(y * picture.stride(YuvPicture::y) + x)]);
    };
    EXPECT_EQ(luma(9, 20), 128);
    EXPECT_EQ(luma(10, 17), 0);
    EXPECT_EQ(luma(130, 20), 128);
    int brightest = 0;
    for (int x = 10; x < 130; ++x)
        brightest = std::max(brightest, luma(x, 32));
    EXPECT_GT(brightest, 200);
}

}  // namespace
}  // namespace gantry::media::chamber
