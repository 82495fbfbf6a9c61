// What an encoder may make for a way that takes so many bytes per second.
#pragma once

#include <algorithm>
#include <optional>

namespace gantry::fuse::live {

inline std::optional<int> kbps_within(std::optional<double> bytes_per_second) {
    // The rest is for headers and for packets that are sent again.
    constexpr double picture_share = 0.8;
    constexpr int least_kbps = 120;
    if (!bytes_per_second) return std::nullopt;
    return std::max(least_kbps, static_cast<int>(*bytes_per_second * 8 / 1000 * picture_share));
}

}  // namespace gantry::fuse::live
