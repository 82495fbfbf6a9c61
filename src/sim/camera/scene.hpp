// Draws what a simulated printer's camera sees: the chamber, and the time for people and for programs. Owned
// by one camera; one thread at a time.
#pragma once

#include "media/chamber/chamber.hpp"
#include "media/chamber/glyphs.hpp"

namespace gantry::sim::camera {

// Written by the printer, read by its camera; shared by both, because a camera's client may outlive its
// printer by some turns of the loop.
using media::chamber::View;

class Scene {
public:
    // `name` is written into the picture; the texture differs by it.
    Scene(media::Size size, const std::string& name);

    // Valid until the next call.
    const media::YuvPicture& draw(const View& view, std::chrono::system_clock::time_point now);

private:
    void draw_clock(media::YuvPicture& picture, std::chrono::system_clock::time_point now) const;
    void draw_strip(media::YuvPicture& picture, std::chrono::system_clock::time_point now) const;

    media::chamber::Chamber chamber_;
    media::chamber::Glyphs glyphs_;
};

}  // namespace gantry::sim::camera
