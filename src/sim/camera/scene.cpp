#include "sim/camera/scene.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <ctime>
#include <numbers>

#include "sim/clock_strip.hpp"

namespace gantry::sim::camera {
namespace {

using media::YuvPicture;
using media::canvas::Canvas;
using media::canvas::Colour;
using std::chrono::system_clock;

// Places at 720 rows.
constexpr int bed_top = 560;
constexpr int object_width = 320;
constexpr int object_height = 300;
constexpr int layer_height = 6;
constexpr int head_width = 88;
constexpr int head_height = 72;
constexpr int head_travel = 300;
constexpr int glyph_width = 30;
constexpr int glyph_height = 56;
constexpr int clock_left = 40;
constexpr int clock_top = 84;    // under the name; pages write over the lower edge
constexpr auto sweep = 2'600.0;  // milliseconds from side to side and back
constexpr int texture = 9;

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

Colour shaded(Colour colour, double factor) {
    const auto channel = [factor](std::uint8_t value) {
        return static_cast<std::uint8_t>(std::min(255.0, value * factor));
    };
    return {channel(colour.red), channel(colour.green), channel(colour.blue)};
}

std::int64_t milliseconds(system_clock::time_point now) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
}

void darken(YuvPicture& picture) {
    for (auto& luma : picture.plane(YuvPicture::y))
        luma = static_cast<std::byte>(std::to_integer<int>(luma) / 4);
}

void copy_plane(const YuvPicture& from, YuvPicture& to, YuvPicture::Plane plane, int x, int y, int width,
                int height) {
    const auto source = from.plane(plane);
    const auto target = to.plane(plane);
    for (int row = 0; row < height; ++row) {
        std::memcpy(target.data() + static_cast<std::size_t>((y + row) * to.stride(plane) + x),
                    source.data() + static_cast<std::size_t>(row * from.stride(plane)),
                    static_cast<std::size_t>(width));
    }
}

void fill_plane(YuvPicture& picture, YuvPicture::Plane plane, int x, int y, int width, int height,
                std::byte value) {
    const auto target = picture.plane(plane);
    for (int row = 0; row < height; ++row) {
        std::memset(target.data() + static_cast<std::size_t>((y + row) * picture.stride(plane) + x),
                    std::to_integer<int>(value), static_cast<std::size_t>(width));
    }
}

}  // namespace

Scene::Scene(media::Size size, const std::string& name) : size_(size) {
    make_backgrounds(name);
    make_glyphs();
    Canvas head({scaled(head_width), scaled(head_height)}, {58, 62, 70});
    const double unit = scaled(head_height) / 8.0;
    head.outline({0, 0, unit * 9, unit * 8}, {150, 156, 168}, unit / 2);
    head.circle({unit * 4.5, unit * 3}, unit * 2, {20, 22, 26});
    head.rectangle({unit * 4, unit * 6, unit, unit * 2}, {214, 160, 60});
    head_ = media::to_yuv(head.pixels());
}

int Scene::scaled(int at_720_rows) const {
    return at_720_rows * size_.height / clock_strip::reference_height / 2 * 2;
}

void Scene::make_backgrounds(const std::string& name) {
    Canvas canvas(size_, {70, 74, 80});
    const double width = size_.width;
    const double bed = scaled(bed_top);
    canvas.gradient({0, 0, width, bed}, {96, 100, 108}, {58, 60, 66});
    canvas.gradient({0, bed, width, size_.height - bed}, {44, 46, 50}, {28, 30, 34});
    for (int i = 1; i < 16; ++i)
        canvas.line({width * i / 16, bed}, {width * (i * 2 - 8) / 16, static_cast<double>(size_.height)},
                    {78, 80, 86}, 2);
    for (int i = 1; i < 12; ++i)
        canvas.line({width * i / 12, 0}, {width * i / 12, bed}, {84, 88, 96}, 1);
    canvas.rectangle({width / 2 - bed, bed - bed / 40, bed * 2, bed / 20}, {120, 110, 70}, 6);
    canvas.noise(texture, static_cast<std::uint32_t>(std::hash<std::string>{}(name)));
    canvas.text({static_cast<double>(scaled(40)), static_cast<double>(scaled(24))}, name,
                {.height = static_cast<double>(scaled(44)), .weight = media::canvas::Weight::bold});
    lit_ = media::to_yuv(canvas.pixels());
    dark_ = lit_;
    darken(dark_);
}

void Scene::make_glyphs() {
    const media::Size cell{scaled(glyph_width), scaled(glyph_height)};
    for (const char glyph : std::string_view("0123456789:.")) {
        Canvas canvas(cell, {16, 18, 22});
        canvas.text({cell.width / 2.0, 0}, std::string_view(&glyph, 1),
                    {.height = cell.height * 0.72,
                     .colour = {250, 250, 250},
                     .align = media::canvas::Align::centre,
                     .weight = media::canvas::Weight::bold});
        glyphs_[glyph] = media::to_yuv(canvas.pixels());
    }
}

void Scene::fill(Area area, Colour colour) {
    const auto yuv = to_yuv(colour);
    fill_plane(picture_, YuvPicture::y, area.x, area.y, area.width, area.height, yuv.y);
    fill_plane(picture_, YuvPicture::u, area.x / 2, area.y / 2, area.width / 2, area.height / 2, yuv.u);
    fill_plane(picture_, YuvPicture::v, area.x / 2, area.y / 2, area.width / 2, area.height / 2, yuv.v);
}

void Scene::paste(const YuvPicture& sprite, int x, int y) {
    const auto size = sprite.size();
    copy_plane(sprite, picture_, YuvPicture::y, x, y, size.width, size.height);
    copy_plane(sprite, picture_, YuvPicture::u, x / 2, y / 2, size.width / 2, size.height / 2);
    copy_plane(sprite, picture_, YuvPicture::v, x / 2, y / 2, size.width / 2, size.height / 2);
}

void Scene::draw_object(const View& view) {
    const int height = scaled(static_cast<int>(object_height * std::clamp(view.progress, 0.0, 1.0)));
    const int step = std::max(scaled(layer_height), 2);
    const double brightness = view.light ? 1.0 : 0.25;
    for (int done = 0; done < height; done += step) {
        const int inset = scaled(20 + done % (step * 8) / step * 2);
        const Area layer{.x = size_.width / 4 * 2 - scaled(object_width) / 4 * 2 + inset,
                         .y = scaled(bed_top) - done - step,
                         .width = scaled(object_width) - 2 * inset,
                         .height = step};
        fill(layer, shaded(view.filament, brightness * (done / step % 2 == 0 ? 1.0 : 0.8)));
    }
}

void Scene::draw_head(const View& view, system_clock::time_point now) {
    const double phase = static_cast<double>(milliseconds(now) % 26'000'000) / sweep * 2 * std::numbers::pi;
    const double swing = std::sin(view.moving ? phase : phase / 6);
    const int centre = size_.width / 2 + static_cast<int>(scaled(head_travel) / 2.0 * swing);
    const int object = scaled(static_cast<int>(object_height * std::clamp(view.progress, 0.0, 1.0)));
    paste(head_, (centre - scaled(head_width) / 2) / 2 * 2,
          scaled(bed_top) - object - scaled(layer_height) - scaled(head_height));
}

void Scene::draw_clock(system_clock::time_point now) {
    const auto total = milliseconds(now);
    const std::time_t seconds = total / 1000;
    std::tm local{};
    localtime_r(&seconds, &local);
    int x = scaled(clock_left);
    for (const char glyph :
         fmt::format("{:02}:{:02}:{:02}.{:03}", local.tm_hour, local.tm_min, local.tm_sec, total % 1000)) {
        paste(glyphs_.at(glyph), x, scaled(clock_top));
        x += scaled(glyph_width);
    }
}

void Scene::draw_strip(system_clock::time_point now) {
    const auto strip = clock_strip::encode(static_cast<std::uint32_t>(milliseconds(now)));
    const int side = scaled(clock_strip::cell_side);
    int x = scaled(clock_strip::left);
    for (const bool white : strip) {
        fill({.x = x, .y = scaled(clock_strip::top), .width = side, .height = side},
             white ? Colour{250, 250, 250} : Colour{5, 5, 5});
        x += side;
    }
}

const YuvPicture& Scene::draw(const View& view, system_clock::time_point now) {
    picture_ = view.light ? lit_ : dark_;
    draw_object(view);
    draw_head(view, now);
    draw_clock(now);
    draw_strip(now);
    return picture_;
}

}  // namespace gantry::sim::camera
