// Pictures as a chamber camera sends them: fixed detail, the tool head on its way, the noise of a small
// sensor.
#pragma once

#include <cmath>

#include "media/canvas/canvas.hpp"

namespace gantry {

constexpr media::Size chamber_size{1280, 720};

// `noise`: how far from its colour a pixel may be, of 255.
inline media::canvas::Canvas draw_chamber(int step, int noise) {
    media::canvas::Canvas canvas(chamber_size, {40, 44, 52});
    canvas.gradient({0, 0, 1280, 720}, {96, 100, 112}, {28, 30, 34});
    for (int i = 0; i < 90; ++i) {
        const double x = std::fmod(i * 137.5, 1280);
        const double y = std::fmod(i * 71.3, 720);
        canvas.rectangle({x, y, 60, 24}, {static_cast<std::uint8_t>(60 + i), 90, 80}, 4);
        canvas.line({x, y}, {x + 90, y + 40}, {190, 190, 180, 0.5}, 2);
    }
    const double head = 200 + 8.0 * step;
    canvas.rectangle({head, 180, 180, 150}, {50, 52, 58}, 12);
    canvas.circle({head + 90, 330}, 14, {230, 120, 40});
    canvas.rectangle({480, 420, 320, 8.0 + step}, {40, 160, 90});
    canvas.noise(noise, static_cast<std::uint32_t>(step + 1));
    return canvas;
}

}  // namespace gantry
