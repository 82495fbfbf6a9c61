// Draws what a printer's camera would see. Owned by one camera; one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
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

// What stays the same.
struct Walls {
    std::string title;       // painted on them, and as dark as the rest
    int grain = 7;           // of a sensor, up to so much; without it a picture codes into a few kilobytes
    std::uint32_t seed = 1;  // other grain
};

class Chamber {
public:
    Chamber(Size size, const Walls& walls);

    // For the caller to go on with; valid until the next call. Costs little: only what moves is drawn, over a
    // background made once.
    YuvPicture& draw(const View& view, std::chrono::system_clock::time_point now);

    int scaled(int at_reference) const;  // to an even number: two pixels share their chroma

private:
    void make_backgrounds(const Walls& walls);
    void make_head();
    void draw_object(const View& view);
    void draw_head(const View& view, std::chrono::system_clock::time_point now);

    // With the light on, or off.
    struct Looks {
        YuvPicture background;
        YuvPicture head;
        YuvPicture nozzle;
    };

    Size size_;
    Looks lit_;
    Looks dark_;
    YuvPicture picture_;
};

}  // namespace gantry::media::chamber
