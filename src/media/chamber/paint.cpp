#include "media/chamber/paint.hpp"

#include <algorithm>
#include <cstring>

namespace gantry::media::chamber {
namespace {

using canvas::Colour;

struct Yuv {
    std::byte y, u, v;
};

// JPEG's colours: BT.601, full range.
Yuv to_yuv(Colour colour) {
    const double r = colour.red, g = colour.green, b = colour.blue;
    const auto byte = [](double value) { return static_cast<std::byte>(std::clamp(value, 0.0, 255.0)); };
    return {byte(0.299 * r + 0.587 * g + 0.114 * b), byte(128 - 0.168736 * r - 0.331264 * g + 0.5 * b),
            byte(128 + 0.5 * r - 0.418688 * g - 0.081312 * b)};
}

void copy_plane(const YuvPicture& from, YuvPicture& to, YuvPicture::Plane plane, Area area) {
    const auto source = from.plane(plane);
    const auto target = to.plane(plane);
    for (int row = 0; row < area.height; ++row) {
        std::memcpy(target.data() + static_cast<std::size_t>((area.y + row) * to.stride(plane) + area.x),
                    source.data() + static_cast<std::size_t>(row * from.stride(plane)),
                    static_cast<std::size_t>(area.width));
    }
}

void fill_plane(YuvPicture& picture, YuvPicture::Plane plane, Area area, std::byte value) {
    const auto target = picture.plane(plane);
    for (int row = 0; row < area.height; ++row) {
        std::memset(target.data() + static_cast<std::size_t>((area.y + row) * picture.stride(plane) + area.x),
                    std::to_integer<int>(value), static_cast<std::size_t>(area.width));
    }
}

Area of_chroma(Area area) {
    return {area.x / 2, area.y / 2, area.width / 2, area.height / 2};
}

}  // namespace

void fill(YuvPicture& picture, Area area, Colour colour) {
    const auto yuv = to_yuv(colour);
    fill_plane(picture, YuvPicture::y, area, yuv.y);
    fill_plane(picture, YuvPicture::u, of_chroma(area), yuv.u);
    fill_plane(picture, YuvPicture::v, of_chroma(area), yuv.v);
}

void paste(YuvPicture& picture, const YuvPicture& sprite, int x, int y) {
    const Area area{x, y, sprite.size().width, sprite.size().height};
    copy_plane(sprite, picture, YuvPicture::y, area);
    copy_plane(sprite, picture, YuvPicture::u, of_chroma(area));
    copy_plane(sprite, picture, YuvPicture::v, of_chroma(area));
}

void darken(YuvPicture& picture) {
    for (auto& luma : picture.plane(YuvPicture::y))
        luma = static_cast<std::byte>(std::to_integer<int>(luma) / 4);
}

Colour shaded(Colour colour, double factor) {
    const auto channel = [factor](std::uint8_t value) {
        return static_cast<std::uint8_t>(std::min(255.0, value * factor));
    };
    return {channel(colour.red), channel(colour.green), channel(colour.blue)};
}

}  // namespace gantry::media::chamber
