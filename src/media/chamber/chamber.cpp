#include "media/chamber/chamber.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "media/chamber/paint.hpp"

namespace gantry::media::chamber {
namespace {

using canvas::Canvas;

// Places at 720 rows.
constexpr int bed_top = 560;
constexpr int object_width = 320;
constexpr int object_height = 300;
constexpr int layer_height = 6;
constexpr int head_width = 88;
constexpr int head_height = 72;
constexpr int head_travel = 300;
constexpr auto sweep = 2'600.0;  // milliseconds from side to side and back
constexpr int texture = 9;

std::int64_t milliseconds(std::chrono::system_clock::time_point now) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
}

}  // namespace

Chamber::Chamber(Size size, std::uint32_t seed, const std::string& title) : size_(size) {
    make_backgrounds(seed, title);
    Canvas head({scaled(head_width), scaled(head_height)}, {58, 62, 70});
    const double unit = scaled(head_height) / 8.0;
    head.outline({0, 0, unit * 9, unit * 8}, {150, 156, 168}, unit / 2);
    head.circle({unit * 4.5, unit * 3}, unit * 2, {20, 22, 26});
    head.rectangle({unit * 4, unit * 6, unit, unit * 2}, {214, 160, 60});
    head_ = to_yuv(head.pixels());
}

int Chamber::scaled(int at_reference) const {
    return at_reference * size_.height / reference_height / 2 * 2;
}

void Chamber::make_backgrounds(std::uint32_t seed, const std::string& title) {
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
    canvas.noise(texture, seed);
    canvas.text({static_cast<double>(scaled(40)), static_cast<double>(scaled(24))}, title,
                {.height = static_cast<double>(scaled(44)), .weight = canvas::Weight::bold});
    lit_ = to_yuv(canvas.pixels());
    dark_ = lit_;
    darken(dark_);
}

void Chamber::draw_object(const View& view) {
    const int height = scaled(static_cast<int>(object_height * std::clamp(view.progress, 0.0, 1.0)));
    const int step = std::max(scaled(layer_height), 2);
    const double brightness = view.light ? 1.0 : 0.25;
    for (int done = 0; done < height; done += step) {
        const int inset = scaled(20 + done % (step * 8) / step * 2);
        const Area layer{.x = size_.width / 4 * 2 - scaled(object_width) / 4 * 2 + inset,
                         .y = scaled(bed_top) - done - step,
                         .width = scaled(object_width) - 2 * inset,
                         .height = step};
        fill(picture_, layer, shaded(view.filament, brightness * (done / step % 2 == 0 ? 1.0 : 0.8)));
    }
}

void Chamber::draw_head(const View& view, std::chrono::system_clock::time_point now) {
    const double phase = static_cast<double>(milliseconds(now) % 26'000'000) / sweep * 2 * std::numbers::pi;
    const double swing = std::sin(view.moving ? phase : phase / 6);
    const int centre = size_.width / 2 + static_cast<int>(scaled(head_travel) / 2.0 * swing);
    const int object = scaled(static_cast<int>(object_height * std::clamp(view.progress, 0.0, 1.0)));
    paste(picture_, head_, (centre - scaled(head_width) / 2) / 2 * 2,
          scaled(bed_top) - object - scaled(layer_height) - scaled(head_height));
}

YuvPicture& Chamber::draw(const View& view, std::chrono::system_clock::time_point now) {
    picture_ = view.light ? lit_ : dark_;
    draw_object(view);
    draw_head(view, now);
    return picture_;
}

}  // namespace gantry::media::chamber
