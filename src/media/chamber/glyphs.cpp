#include "media/chamber/glyphs.hpp"

#include "media/chamber/paint.hpp"

namespace gantry::media::chamber {

Glyphs::Glyphs(Size cell, canvas::Colour ink, canvas::Colour ground) : cell_(cell) {
    for (const char glyph : std::string_view("0123456789:.")) {
        canvas::Canvas canvas(cell, ground);
        canvas.text({cell.width / 2.0, 0}, std::string_view(&glyph, 1),
                    {.height = cell.height * 0.72,
                     .colour = ink,
                     .align = canvas::Align::centre,
                     .weight = canvas::Weight::bold});
        sprites_[glyph] = to_yuv(canvas.pixels());
    }
}

void Glyphs::write(YuvPicture& picture, int x, int y, std::string_view text) const {
    for (const char glyph : text) {
        paste(picture, sprites_.at(glyph), x, y);
        x += cell_.width;
    }
}

}  // namespace gantry::media::chamber
