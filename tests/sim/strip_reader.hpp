// Reads the clock strip of a picture, as any program that checks one would.
#pragma once

#include "media/picture/picture.hpp"
#include "sim/clock_strip.hpp"

namespace gantry::sim {

inline std::optional<std::uint32_t> read_strip(const media::YuvPicture& picture) {
    const auto luma = picture.plane(media::YuvPicture::y);
    const auto scaled = [&](int value) {
        return value * picture.size().height / clock_strip::reference_height;
    };
    const int side = scaled(clock_strip::cell_side);
    const int row = scaled(clock_strip::top) + side / 2;
    clock_strip::Cells strip{};
    for (std::size_t cell = 0; cell < clock_strip::cells; ++cell) {
        const int column = scaled(clock_strip::left) + static_cast<int>(cell) * side + side / 2;
        const auto at = static_cast<std::size_t>(row * picture.stride(media::YuvPicture::y) + column);
        strip[cell] = std::to_integer<int>(luma[at]) > clock_strip::white_above;
    }
    return clock_strip::decode(strip);
}

}  // namespace gantry::sim
