#include "rtc/viewer/statistics.hpp"

namespace gantry::rtc::viewer {

ViewerStats Statistics::snapshot() const {
    return {.connected = connected,
            .relayed = relayed,
            .packets = packets,
            .bytes = bytes,
            .retransmitted = retransmitted,
            .nacked = nacked,
            .dropped_pictures = dropped_pictures,
            .key_frames_wanted = key_frames_wanted,
            .limit = limit,
            .round_trip = std::chrono::microseconds(round_trip_us)};
}

}  // namespace gantry::rtc::viewer
