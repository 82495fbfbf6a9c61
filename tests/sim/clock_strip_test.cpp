#include "sim/clock_strip.hpp"

#include <gtest/gtest.h>

namespace gantry::sim::clock_strip {
namespace {

TEST(ClockStrip, ReadsBackEveryTime) {
    for (const std::uint32_t time : {0U, 1U, 0x01020304U, 0x80000000U, 0xffffffffU})
        EXPECT_EQ(decode(encode(time)), time);
}

TEST(ClockStrip, BeginsWithItsMarkAndEndsWithTheSumOfTheBytes) {
    const auto strip = encode(0x01020304);
    std::string text;
    for (const bool white : strip)
        text += white ? '1' : '0';
    EXPECT_EQ(text,
              "10110010"
              "00000001000000100000001100000100"
              "00001010");
}

TEST(ClockStrip, RefusesADamagedStrip) {
    for (std::size_t cell = 0; cell < cells; ++cell) {
        auto strip = encode(1'700'000'000);
        strip[cell] = !strip[cell];
        EXPECT_EQ(decode(strip), std::nullopt) << cell;
    }
}

}  // namespace
}  // namespace gantry::sim::clock_strip
