// What was seen through a camera for some seconds, and what that means. Pure: any thread.
#pragma once

#include <chrono>
#include <optional>

#include "bambu/doctor/causes.hpp"
#include "media/h264/access_unit.hpp"
#include "media/picture/picture.hpp"

namespace gantry::bambu::doctor {

// Looked for so long after the first picture, unless enough is seen before.
inline constexpr std::chrono::milliseconds look_length{4'000};

struct Look {
    unsigned pictures = 0;
    std::chrono::milliseconds until_first{0};
    std::chrono::milliseconds span{0};  // from the first picture to the last
    bool video = false;                 // H.264; otherwise single JPEGs, of which some cameras send few
    std::optional<media::Size> size;
    std::optional<double> brightness;  // 0 … 1, mean of a picture
};

// Whether so many pictures came that looking on would say nothing else: at twice the rate that is asked for,
// for long enough to be no burst.
bool shows_enough(const Look& look);

// Takes tens of milliseconds: for a worker. Nothing when the picture cannot be decoded.
std::optional<double> brightness_of(BytesView jpeg);
std::optional<double> brightness_of(const media::h264::AccessUnit& key_picture);

// What the printer says about itself, as far as it says it.
struct Circumstances {
    int wifi_dbm = 0;  // 0 = unknown
    std::optional<bool> light_on;
};

// Pictures came.
Finding judge_look(const Look& look, const Circumstances& circumstances);

// Whether the camera has given pictures before: on this connection, or on an earlier one.
enum class Before { nothing, pictures };
// None came, or they ended. Codes as camera sources use them.
Finding judge_camera(const Error& error, Before before);

}  // namespace gantry::bambu::doctor
