// Draws what a printer's camera would see. Owned by one camera; one thread at a time.
#pragma once

#include <chrono>
#include <string>

#include "media/canvas/canvas.hpp"
#include "media/picture/picture.hpp"

namespace gantry::media::chamber {

// The rows that places in a picture are given at; other sizes scale them.
inline constexpr int reference_height = 720;

// What the printer does, as far as its camera shows it.
struct View {
    bool light = true;
    bool moving = false;  // the head prints
    double progress = 0;  // 0 … 1 of the object
    canvas::Colour filament{0x7d, 0x65, 0x56};
};

class Chamber {
public:
    // The texture differs by `seed`; `title` is painted on the wall, where it is as dark as the rest.
    Chamber(Size size, std::uint32_t seed, const std::string& title);

    // For the caller to go on with; valid until the next call. Costs little: only what moves is drawn, over a
    // background made once.
    YuvPicture& draw(const View& view, std::chrono::system_clock::time_point now);

    int scaled(int at_reference) const;  // to an even number: two pixels share their chroma

private:
    void make_backgrounds(std::uint32_t seed, const std::string& title);
    void draw_object(const View& view);
    void draw_head(const View& view, std::chrono::system_clock::time_point now);

    Size size_;
    YuvPicture lit_;
    YuvPicture dark_;
    YuvPicture head_;
    YuvPicture picture_;
};

}  // namespace gantry::media::chamber
