#include "media/chamber/chamber.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "media/chamber/paint.hpp"

namespace gantry::media::chamber {
namespace {

using canvas::Canvas;
using canvas::Point;

// Places at 720 rows.
constexpr int bed_top = 560;
constexpr int bed_depth = 36;
constexpr int bed_width = 1000;
constexpr int post_inset = 96;
constexpr int post_width = 26;
constexpr int post_top = 60;
constexpr int rail_height = 18;
constexpr int object_width = 300;
constexpr int object_height = 300;
constexpr int layer_height = 6;
constexpr int head_width = 104;
constexpr int head_height = 84;
constexpr int nozzle_width = 20;
constexpr int nozzle_height = 18;
constexpr int head_travel = 300;
constexpr auto sweep = 2'600.0;  // milliseconds from side to side and back
constexpr double in_the_dark = 0.25;

std::int64_t milliseconds(std::chrono::system_clock::time_point now) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
}

}  // namespace

Chamber::Chamber(Size size, const Walls& walls) : size_(size) {
    make_backgrounds(walls);
    make_head();
}

int Chamber::scaled(int at_reference) const {
    return at_reference * size_.height / reference_height / 2 * 2;
}

void Chamber::make_backgrounds(const Walls& walls) {
    Canvas canvas(size_, {70, 74, 80});
    const double width = size_.width;
    const double height = size_.height;
    const auto at = [&](int place) { return static_cast<double>(scaled(place)); };
    const double bed = at(bed_top);
    canvas.gradient({0, 0, width, bed}, {108, 113, 122}, {62, 65, 72});
    canvas.gradient({0, bed, width, height - bed}, {46, 48, 53}, {24, 26, 30});
    for (int i = 1; i < 16; ++i)
        canvas.line({width * i / 16, bed}, {width * (i * 2 - 8) / 16, height}, {70, 72, 78}, 2);
    for (int i = 1; i < 12; ++i)
        canvas.line({width * i / 12, 0}, {width * i / 12, bed}, {84, 88, 96}, 1);
    for (const double post : {at(post_inset), width - at(post_inset) - at(post_width)}) {
        canvas.gradient({post, at(post_top), at(post_width), bed - at(post_top)}, {52, 55, 62}, {36, 38, 44});
        canvas.rectangle({post + 2, at(post_top), 3, bed - at(post_top)}, {120, 126, 136, 0.5});
    }
    const double left = (width - at(bed_width)) / 2;
    const double depth = at(bed_depth);
    const std::array top{Point{left + depth, bed - depth / 3}, Point{width - left - depth, bed - depth / 3},
                         Point{width - left, bed + depth * 2 / 3}, Point{left, bed + depth * 2 / 3}};
    canvas.polygon(top, {146, 128, 76});
    canvas.rectangle({left, bed + depth * 2 / 3, width - 2 * left, depth / 3}, {72, 64, 42});
    if (walls.grain > 0) canvas.noise(walls.grain, walls.seed);
    canvas.text({at(40), at(24)}, walls.title, {.height = at(44), .weight = canvas::Weight::bold});
    lit_.background = to_yuv(canvas.pixels());
    dark_.background = lit_.background;
    darken(dark_.background);
}

void Chamber::make_head() {
    const auto at = [&](int place) { return static_cast<double>(scaled(place)); };
    const double width = at(head_width);
    const double height = at(head_height);
    Canvas head({scaled(head_width), scaled(head_height)}, {46, 50, 58});
    head.gradient({0, 0, width, height}, {74, 79, 90}, {40, 43, 50});
    head.rectangle({0, 0, width, 3}, {150, 157, 170});
    head.circle({width / 2, height * 0.46}, height * 0.3, {22, 24, 29});
    head.ring({width / 2, height * 0.46}, height * 0.3, {118, 126, 140}, 2);
    head.circle({width / 2, height * 0.46}, height * 0.08, {118, 126, 140});
    head.rectangle({width * 0.12, height - 14, width * 0.76, 4}, {67, 190, 106, 0.9}, 2);
    lit_.head = to_yuv(head.pixels());
    dark_.head = lit_.head;
    darken(dark_.head);
    Canvas nozzle({scaled(nozzle_width), scaled(nozzle_height)}, {190, 146, 66});
    nozzle.gradient({0, 0, at(nozzle_width), at(nozzle_height)}, {216, 172, 88}, {150, 108, 44});
    lit_.nozzle = to_yuv(nozzle.pixels());
    dark_.nozzle = lit_.nozzle;
    darken(dark_.nozzle);
}

// A vase: each layer as wide as its height asks for, brighter where the light falls on it.
void Chamber::draw_object(const View& view) {
    const int height = scaled(static_cast<int>(object_height * std::clamp(view.progress, 0.0, 1.0)));
    const int step = std::max(scaled(layer_height), 2);
    const double brightness = view.light ? 1.0 : in_the_dark;
    for (int done = 0; done < height; done += step) {
        const double bend = std::sin(4.4 * done / scaled(object_height) + 0.4);
        const int half = scaled(object_width / 2 - 46 + static_cast<int>(38 * bend));
        const int left = size_.width / 4 * 2 - half;
        const int y = scaled(bed_top) - done - step;
        const double ridge = brightness * (done / step % 2 == 0 ? 1.0 : 0.86);
        const int side = half / 6 * 2;
        fill(picture_, {left, y, side, step}, shaded(view.filament, ridge * 0.66));
        fill(picture_, {left + side, y, 2 * half - 2 * side, step}, shaded(view.filament, ridge));
        fill(picture_, {left + 2 * half - side, y, side, step}, shaded(view.filament, ridge * 0.78));
    }
}

void Chamber::draw_head(const View& view, std::chrono::system_clock::time_point now) {
    const auto& looks = view.light ? lit_ : dark_;
    const double phase = static_cast<double>(milliseconds(now) % 26'000'000) / sweep * 2 * std::numbers::pi;
    const double swing = std::sin(view.moving ? phase : phase / 6);
    const int centre = size_.width / 2 + static_cast<int>(scaled(head_travel) / 2.0 * swing);
    const int object = scaled(static_cast<int>(object_height * std::clamp(view.progress, 0.0, 1.0)));
    const int nozzle = scaled(bed_top) - object - scaled(nozzle_height);
    const int head = nozzle - scaled(head_height);
    const double brightness = view.light ? 1.0 : in_the_dark;
    const Area rail{.x = scaled(post_inset),
                    .y = head + scaled(20),
                    .width = size_.width / 2 * 2 - 2 * scaled(post_inset),
                    .height = scaled(rail_height)};
    fill(picture_, rail, shaded({92, 98, 109}, brightness));
    fill(picture_, {rail.x, rail.y, rail.width, 4}, shaded({150, 157, 170}, brightness));
    paste(picture_, looks.nozzle, (centre - scaled(nozzle_width) / 2) / 2 * 2, nozzle);
    paste(picture_, looks.head, (centre - scaled(head_width) / 2) / 2 * 2, head);
}

YuvPicture& Chamber::draw(const View& view, std::chrono::system_clock::time_point now) {
    picture_ = (view.light ? lit_ : dark_).background;
    draw_object(view);
    draw_head(view, now);
    return picture_;
}

}  // namespace gantry::media::chamber
