// Digits, colon and point, drawn once and pasted often: for clocks in pictures. Owned by one drawer; one
// thread at a time.
#pragma once

#include <map>
#include <string_view>

#include "media/canvas/canvas.hpp"
#include "media/picture/picture.hpp"

namespace gantry::media::chamber {

class Glyphs {
public:
    // The cell of one digit, with even sides; of the others half as wide.
    Glyphs(Size cell, canvas::Colour ink, canvas::Colour ground);

    // `text` has the characters 0-9, ':' and '.' only. The place is even.
    void write(YuvPicture& picture, int x, int y, std::string_view text) const;
    int width_of(std::string_view text) const;

private:
    std::map<char, YuvPicture> sprites_;
};

}  // namespace gantry::media::chamber
