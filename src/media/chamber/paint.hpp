// Writes on planes, without canvas and conversion: for pictures that are made many times per second. Places
// and sizes are even, because two pixels share their chroma, and lie inside the picture. Pure.
#pragma once

#include "media/canvas/canvas.hpp"
#include "media/picture/picture.hpp"

namespace gantry::media::chamber {

struct Area {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
};

void fill(YuvPicture& picture, Area area, canvas::Colour colour);
void paste(YuvPicture& picture, const YuvPicture& sprite, int x, int y);
// As with the light off.
void darken(YuvPicture& picture);
canvas::Colour shaded(canvas::Colour colour, double factor);

}  // namespace gantry::media::chamber
