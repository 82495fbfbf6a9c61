// Draws what a simulated printer's camera sees. Owned by one camera; one thread at a time.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "media/canvas/canvas.hpp"
#include "media/picture/picture.hpp"

namespace gantry::sim::camera {

// What the printer does, as far as its camera shows it. Written by the printer, read by its camera; shared by
// both, because a camera's client may outlive its printer by some turns of the loop.
struct View {
    bool light = true;
    bool moving = false;  // the head prints
    double progress = 0;  // 0 … 1 of the object
    media::canvas::Colour filament{0x7d, 0x65, 0x56};
};

class Scene {
public:
    // `name` is written into the picture; the texture differs by it.
    Scene(media::Size size, const std::string& name);

    // Valid until the next call. Costs little: only what moves is drawn, over a background made once.
    const media::YuvPicture& draw(const View& view, std::chrono::system_clock::time_point now);

private:
    struct Area {
        int x = 0;
        int y = 0;
        int width = 0;
        int height = 0;
    };

    void make_backgrounds(const std::string& name);
    void make_glyphs();
    void draw_object(const View& view);
    void draw_head(const View& view, std::chrono::system_clock::time_point now);
    void draw_clock(std::chrono::system_clock::time_point now);
    void draw_strip(std::chrono::system_clock::time_point now);
    void fill(Area area, media::canvas::Colour colour);
    void paste(const media::YuvPicture& sprite, int x, int y);
    int scaled(int at_720_rows) const;  // to an even number: two pixels share their chroma

    media::Size size_;
    media::YuvPicture lit_;
    media::YuvPicture dark_;
    media::YuvPicture head_;
    std::map<char, media::YuvPicture> glyphs_;
    media::YuvPicture picture_;
};

}  // namespace gantry::sim::camera
