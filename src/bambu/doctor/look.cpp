#include "bambu/doctor/look.hpp"

#include <fmt/format.h>

#include "media/h264/decoder.hpp"
#include "media/jpeg/codec.hpp"

namespace gantry::bambu::doctor {
namespace {

constexpr double dark_below = 0.05;
constexpr double dim_below = 0.12;  // too little to see much, where the printer says that its light is off
constexpr double least_video_rate = 5;                  // printers send 15 to 30
constexpr double least_picture_rate = 0.4;              // a P1 at its slowest sends one in two seconds
constexpr std::chrono::milliseconds least_span{1'500};  // cameras catch up in bursts
constexpr int weak_signal_dbm = -70;
constexpr std::size_t every = 7;  // pixels that are looked at: enough for a mean

double mean_of(BytesView bytes, std::size_t step) {
    std::uint64_t sum = 0;
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < bytes.size(); i += step, ++count)
        sum += std::to_integer<std::uint64_t>(bytes[i]);
    return count == 0 ? 0 : static_cast<double>(sum) / static_cast<double>(count) / 255;
}

std::string sentence(std::string text) {
    while (text.ends_with('.'))
        text.pop_back();
    return text + ".";
}

std::string signal_text(int wifi_dbm) {
    if (wifi_dbm == 0) return "";
    return fmt::format(" The printer's Wi-Fi signal is {} dBm{}.", wifi_dbm,
                       wifi_dbm < weak_signal_dbm ? ", which is weak" : "");
}

// Pictures per second; a single one says nothing by itself.
double rate_of(const Look& look) {
    const auto seconds = std::chrono::duration<double>(std::max(look.span, look_length)).count();
    if (look.pictures < 2 || look.span.count() == 0) return look.pictures / seconds;
    return (look.pictures - 1) / std::chrono::duration<double>(look.span).count();
}

double least_rate_of(const Look& look) {
    return look.video ? least_video_rate : least_picture_rate;
}

}  // namespace

bool shows_enough(const Look& look) {
    return look.span >= least_span && rate_of(look) >= 2 * least_rate_of(look);
}

std::optional<double> brightness_of(BytesView jpeg) {
    media::YuvPicture picture;
    if (!media::jpeg::Decoder().decode(jpeg, picture)) return std::nullopt;
    return mean_of(std::as_const(picture).plane(media::YuvPicture::y), every);
}

std::optional<double> brightness_of(const media::h264::AccessUnit& key_picture) {
    const auto pixels = media::h264::decode_key_picture(key_picture);
    if (!pixels) return std::nullopt;
    return mean_of(BytesView(pixels->bgra).subspan(1), every * 4);  // green
}

Finding judge_look(const Look& look, const Circumstances& circumstances) {
    const auto rate = rate_of(look);
    auto seen = fmt::format("Pictures come: {:.1f} per second", rate);
    if (look.size) seen += fmt::format(", {}×{}", look.size->width, look.size->height);
    seen +=
        fmt::format(", the first after {:.1f} s.", std::chrono::duration<double>(look.until_first).count());
    const bool light_is_off = circumstances.light_on == false;
    if (look.brightness && *look.brightness < (light_is_off ? dim_below : dark_below)) {
        seen +=
            light_is_off ? " The picture is dark, and the printer's light is off." : " The picture is black.";
        return warned(Cause::dark, std::move(seen));
    }
    if (rate < least_rate_of(look))
        return warned(Cause::few_frames, seen + signal_text(circumstances.wifi_dbm));
    return passed(std::move(seen));
}

Finding judge_camera(const Error& error, Before before) {
    const auto seen = sentence(error.detail);
    const bool worked = before == Before::pictures;
    switch (error.code) {
        case Errc::unauthorized:
            return failed(Cause::camera_refused, seen);
        case Errc::disabled:
        case Errc::timeout:
            return failed(worked ? Cause::camera_stuck : Cause::no_frames, seen);
        case Errc::malformed:
        case Errc::too_large:
            return failed(Cause::camera_cut, seen);
        case Errc::untrusted:
            return failed(Cause::certificate_changed, seen);
        case Errc::unsupported:
            return failed(Cause::no_encryption, seen);
        default:  // offline, and what only a broken camera says
            return failed(worked ? Cause::camera_taken : Cause::camera_port_refused, seen);
    }
}

}  // namespace gantry::bambu::doctor
