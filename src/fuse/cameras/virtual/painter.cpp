#include "fuse/cameras/virtual/painter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "media/chamber/paint.hpp"

namespace gantry::fuse::cameras::virtual_camera {
namespace {

using media::YuvPicture;
using media::canvas::Canvas;
using media::canvas::Colour;
using media::canvas::Weight;
using media::chamber::View;

// Places at 720 rows. Pages write over the lower edge and the upper right corner.
constexpr int caption_height = 124;
constexpr int bar_height = 8;
constexpr int margin = 40;
constexpr int name_width = 860;
constexpr int timer_top = 148;
constexpr int timer_height = 84;
constexpr int padding = 16;
constexpr int digits_top = timer_top + 30;
constexpr media::Size digit{26, 46};

constexpr Colour ground{17, 20, 25};
constexpr Colour ink{244, 246, 249};
constexpr Colour dim{164, 173, 186};
constexpr Colour rail{44, 50, 59};
constexpr Colour red{255, 107, 110};

Colour colour_of(farm::Status status) {
    switch (status) {
        case farm::Status::printing:
            return {67, 190, 106};
        case farm::Status::ready:
            return {86, 156, 255};
        case farm::Status::waiting:
            return {178, 132, 255};
        case farm::Status::needs_configuration:
            return {236, 190, 70};
        case farm::Status::offline:
            return {140, 148, 160};
    }
    return dim;
}

std::string words_of(farm::Activity activity) {
    switch (activity) {
        case farm::Activity::unknown:
        case farm::Activity::idle:
            return "Idle";
        case farm::Activity::preparing:
            return "Preparing";
        case farm::Activity::printing:
            return "Printing";
        case farm::Activity::paused:
            return "Paused";
        case farm::Activity::finished:
            return "Finished";
        case farm::Activity::failed:
            return "Stopped";
    }
    return "";
}

bool prints(farm::Activity activity) {
    return activity == farm::Activity::preparing || activity == farm::Activity::printing ||
           activity == farm::Activity::paused;
}

std::string line_of(const farm::PrinterState& state) {
    auto line = words_of(state.activity);
    const auto& progress = state.progress;
    if (prints(state.activity)) {
        if (progress.layer > 0) {
            line += fmt::format(" · Layer {} of {} · {} %", progress.layer, progress.total_layers,
                                progress.percent);
        } else if (!state.stage.empty()) {
            line += " · " + state.stage;
        }
        if (progress.remaining_minutes) line += fmt::format(" · {} min left", *progress.remaining_minutes);
    } else if (state.activity != farm::Activity::idle) {
        line += " · " + progress.job_name;
    }
    if (!state.faults.empty()) line += " · " + state.faults.front().code;
    return line;
}

// "RRGGBBAA"; nothing when it is something else.
std::optional<Colour> colour_of(const std::string& text) {
    const auto bytes = from_hex(text);
    if (!bytes || bytes->size() != 4) return std::nullopt;
    const auto channel = [&](std::size_t i) { return std::to_integer<std::uint8_t>((*bytes)[i]); };
    return Colour{channel(0), channel(1), channel(2)};
}

std::optional<Colour> filament_of(const farm::PrinterState& state) {
    for (const auto& unit : state.filament_units)
        for (const auto& slot : unit.slots)
            if (slot.active) return colour_of(slot.colour);
    for (const auto& slot : state.external_spools)
        if (slot.active) return colour_of(slot.colour);
    return std::nullopt;
}

}  // namespace

Caption caption_of(const Subject& subject) {
    const auto& state = subject.state;
    Caption caption{.name = subject.printer.name,
                    .line = line_of(state),
                    .status = farm::status_of(subject.printer, state),
                    .fault = !state.faults.empty()};
    const bool shown = prints(state.activity) || state.activity == farm::Activity::finished;
    if (shown && state.progress.total_layers > 0 && state.progress.layer > 0)
        caption.permille = 1000 * state.progress.layer / state.progress.total_layers;
    return caption;
}

std::string timer_text(std::chrono::steady_clock::duration running) {
    const auto tenths = std::chrono::duration_cast<std::chrono::milliseconds>(running).count() / 100;
    const auto seconds = tenths / 10;
    const auto minutes = seconds / 60;
    if (minutes < 60) return fmt::format("{:02}:{:02}.{}", minutes, seconds % 60, tenths % 10);
    return fmt::format("{}:{:02}:{:02}.{}", minutes / 60, minutes % 60, seconds % 60, tenths % 10);
}

Painter::Painter(media::Size size)
    : size_(size),
      chamber_(size, {.grain = 0}),
      digits_({chamber_.scaled(digit.width), chamber_.scaled(digit.height)}, ink, ground) {
    const int longest = digits_.width_of("100:00:00.0") + 2 * chamber_.scaled(padding);
    Canvas canvas({longest, chamber_.scaled(timer_height)}, ground);
    canvas.text({chamber_.scaled(padding) * 1.0, chamber_.scaled(8) * 1.0}, "Streaming for",
                {.height = chamber_.scaled(18) * 1.0, .colour = dim});
    timer_ground_ = media::to_yuv(canvas.pixels());
}

void Painter::paint_caption(const Caption& caption) {
    if (painted_ == caption) return;
    const auto at = [&](int place) { return static_cast<double>(chamber_.scaled(place)); };
    Canvas canvas({size_.width, chamber_.scaled(caption_height)}, ground);
    canvas.text({at(margin), at(12)}, caption.name,
                {.height = at(44), .colour = ink, .weight = Weight::bold, .max_width = at(name_width)});
    canvas.circle({at(margin + 9), at(91)}, at(8), caption.fault ? red : colour_of(caption.status));
    canvas.text({at(margin + 30), at(74)}, caption.line,
                {.height = at(26), .colour = dim, .max_width = at(name_width)});
    const double bar = at(caption_height - bar_height);
    canvas.rectangle({0, bar, size_.width * 1.0, at(bar_height)}, rail);
    canvas.rectangle({0, bar, size_.width * caption.permille / 1000.0, at(bar_height)},
                     colour_of(caption.status));
    caption_ = media::to_yuv(canvas.pixels());
    painted_ = caption;
}

void Painter::draw_timer(YuvPicture& picture, std::chrono::steady_clock::duration running) const {
    const auto text = timer_text(running);
    media::chamber::paste(picture, timer_ground_, chamber_.scaled(margin), chamber_.scaled(timer_top));
    digits_.write(picture, chamber_.scaled(margin + padding), chamber_.scaled(digits_top), text);
}

View Painter::view_of(const farm::PrinterState& state) {
    if (const auto filament = filament_of(state)) filament_ = *filament;
    const auto& progress = state.progress;
    View view{.light = state.light_on.value_or(true),
              .moving = state.activity == farm::Activity::printing && progress.layer > 0,
              .filament = filament_};
    if (state.activity != farm::Activity::idle && progress.total_layers > 0)
        view.progress = static_cast<double>(progress.layer) / progress.total_layers;
    return view;
}

const YuvPicture& Painter::draw(const Subject& subject, std::chrono::steady_clock::duration running,
                                std::chrono::system_clock::time_point now) {
    paint_caption(caption_of(subject));
    auto& picture = chamber_.draw(view_of(subject.state), now);
    media::chamber::paste(picture, caption_, 0, 0);
    draw_timer(picture, running);
    return picture;
}

}  // namespace gantry::fuse::cameras::virtual_camera
