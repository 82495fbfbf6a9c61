// The row of black and white cells by which a program reads a simulated picture's time (README.md).
// Pure functions; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace gantry::sim::clock_strip {

// Place and size in a picture of 720 rows; multiply by height / 720 for others.
inline constexpr std::size_t cells = 48;
inline constexpr int cell_side = 20;
inline constexpr int left = 40;
inline constexpr int top = 680;
inline constexpr int reference_height = 720;

inline constexpr std::uint8_t mark = 0b10110010;
inline constexpr int white_above = 128;  // luma

using Cells = std::array<bool, cells>;  // true is white

namespace detail {

constexpr std::uint8_t checksum(std::uint32_t value) {
    return static_cast<std::uint8_t>((value >> 24) + (value >> 16) + (value >> 8) + value);
}

constexpr std::uint32_t bits(const Cells& strip, std::size_t first, std::size_t count) {
    std::uint32_t value = 0;
    for (std::size_t i = first; i < first + count; ++i)
        value = value << 1 | (strip[i] ? 1U : 0U);
    return value;
}

}  // namespace detail

// Milliseconds since the Unix epoch, modulo 2^32.
constexpr Cells encode(std::uint32_t milliseconds) {
    const std::uint64_t word = std::uint64_t{mark} << 40 | std::uint64_t{milliseconds} << 8 |
                               std::uint64_t{detail::checksum(milliseconds)};
    Cells strip{};
    for (std::size_t i = 0; i < cells; ++i)
        strip[i] = (word >> (cells - 1 - i) & 1) != 0;
    return strip;
}

// None when the mark or the checksum is wrong: the picture is damaged or not ours.
constexpr std::optional<std::uint32_t> decode(const Cells& strip) {
    const auto value = detail::bits(strip, 8, 32);
    if (detail::bits(strip, 0, 8) != mark || detail::bits(strip, 40, 8) != detail::checksum(value))
        return std::nullopt;
    return value;
}

}  // namespace gantry::sim::clock_strip
