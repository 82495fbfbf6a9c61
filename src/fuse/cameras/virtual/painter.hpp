// Paints what a virtual printer's camera sees. Owned by one stream; one thread at a time. For this folder
// alone.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "fuse/cameras/registry.hpp"
#include "media/chamber/chamber.hpp"
#include "media/chamber/glyphs.hpp"

namespace gantry::fuse::cameras::virtual_camera {

// What the bar above the picture says; painted anew only when it changes.
struct Caption {
    std::string name;
    std::string line;
    farm::Status status = farm::Status::ready;
    int permille = 0;  // of the print
    bool fault = false;
    friend bool operator==(const Caption&, const Caption&) = default;
};
Caption caption_of(const Subject& subject);
// "12:34.5", from an hour on "1:12:34.5".
std::string timer_text(std::chrono::steady_clock::duration running);

class Painter {
public:
    explicit Painter(media::Size size);

    // `running`: how long the stream has. Valid until the next call.
    const media::YuvPicture& draw(const Subject& subject, std::chrono::steady_clock::duration running,
                                  std::chrono::system_clock::time_point now);

private:
    media::chamber::View view_of(const farm::PrinterState& state);
    void paint_caption(const Caption& caption);
    void draw_timer(media::YuvPicture& picture, std::chrono::steady_clock::duration running) const;

    media::Size size_;
    media::chamber::Chamber chamber_;
    media::chamber::Glyphs digits_;
    media::YuvPicture timer_ground_;
    std::optional<Caption> painted_;
    media::YuvPicture caption_;
    media::canvas::Colour filament_{0x7d, 0x65, 0x56};  // of what prints, or printed last
};

}  // namespace gantry::fuse::cameras::virtual_camera
