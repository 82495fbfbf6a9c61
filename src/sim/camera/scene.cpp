#include "sim/camera/scene.hpp"

#include <fmt/format.h>

#include <ctime>

#include "media/chamber/paint.hpp"
#include "sim/clock_strip.hpp"

namespace gantry::sim::camera {
namespace {

using media::YuvPicture;
using media::canvas::Colour;
using std::chrono::system_clock;

static_assert(clock_strip::reference_height == media::chamber::reference_height);

// Places at 720 rows.
constexpr int glyph_width = 30;
constexpr int glyph_height = 56;
constexpr int clock_left = 40;
constexpr int clock_top = 84;  // under the name; pages write over the lower edge

std::int64_t milliseconds(system_clock::time_point now) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
}

}  // namespace

Scene::Scene(media::Size size, const std::string& name)
    : chamber_(size, {.title = name, .seed = static_cast<std::uint32_t>(std::hash<std::string>{}(name))}),
      glyphs_({chamber_.scaled(glyph_width), chamber_.scaled(glyph_height)}, {250, 250, 250}, {16, 18, 22}) {}

void Scene::draw_clock(YuvPicture& picture, system_clock::time_point now) const {
    const auto total = milliseconds(now);
    const std::time_t seconds = total / 1000;
    std::tm local{};
    localtime_r(&seconds, &local);
    glyphs_.write(
        picture, chamber_.scaled(clock_left), chamber_.scaled(clock_top),
        fmt::format("{:02}:{:02}:{:02}.{:03}", local.tm_hour, local.tm_min, local.tm_sec, total % 1000));
}

void Scene::draw_strip(YuvPicture& picture, system_clock::time_point now) const {
    const auto strip = clock_strip::encode(static_cast<std::uint32_t>(milliseconds(now)));
    const int side = chamber_.scaled(clock_strip::cell_side);
    int x = chamber_.scaled(clock_strip::left);
    for (const bool white : strip) {
        media::chamber::fill(picture,
                             {.x = x, .y = chamber_.scaled(clock_strip::top), .width = side, .height = side},
                             white ? Colour{250, 250, 250} : Colour{5, 5, 5});
        x += side;
    }
}

const YuvPicture& Scene::draw(const View& view, system_clock::time_point now) {
    auto& picture = chamber_.draw(view, now);
    draw_clock(picture, now);
    draw_strip(picture, now);
    return picture;
}

}  // namespace gantry::sim::camera
