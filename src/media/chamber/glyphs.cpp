#include "media/chamber/glyphs.hpp"

#include "media/chamber/paint.hpp"

namespace gantry::media::chamber {

Glyphs::Glyphs(Size cell, canvas::Colour ink, canvas::Colour ground) {
    for (const char glyph : std::string_view("0123456789:.")) {
        const bool narrow = glyph == ':' || glyph == '.';
        const Size size{narrow ? cell.width / 4 * 2 : cell.width, cell.height};
        canvas::Canvas canvas(size, ground);
        canvas.text({size.width / 2.0, 0}, std::string_view(&glyph, 1),
                    {.height = cell.height * 0.72,
                     .colour = ink,
                     .align = canvas::Align::centre,
                     .weight = canvas::Weight::bold});
        sprites_[glyph] = to_yuv(canvas.pixels());
    }
}

int Glyphs::width_of(std::string_view text) const {
    int width = 0;
    for (const char glyph : text)
        width += sprites_.at(glyph).size().width;
    return width;
}

void Glyphs::write(YuvPicture& picture, int x, int y, std::string_view text) const {
    for (const char glyph : text) {
        const auto& sprite = sprites_.at(glyph);
        paste(picture, sprite, x, y);
        x += sprite.size().width;
    }
}

}  // namespace gantry::media::chamber
