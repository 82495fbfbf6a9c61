// A picture with the detail and the noise of a camera's, the same for the same seed.
#pragma once

#include <cmath>

#include "media/canvas/canvas.hpp"

namespace gantry::media {

inline canvas::Canvas textured(Size size, std::uint32_t seed = 1) {
    canvas::Canvas canvas(size, {40, 44, 52});
    const double width = size.width;
    const double height = size.height;
    canvas.gradient({0, 0, width, height}, {90, 96, 110}, {24, 26, 30});
    for (int i = 0; i < 40; ++i) {
        const double x = std::fmod(i * 137.5 + seed * 11.0, width);
        const double y = std::fmod(i * 71.3 + seed * 3.0, height);
        canvas.rectangle({x, y, 90, 40}, {static_cast<std::uint8_t>(i * 6), 120, 80}, 6);
        canvas.line({x, y}, {y, x}, {200, 200, 190, 0.5}, 2);
    }
    canvas.text({20, 20}, "Gantry", {.height = 64, .weight = canvas::Weight::bold});
    canvas.noise(8, seed);
    return canvas;
}

}  // namespace gantry::media
