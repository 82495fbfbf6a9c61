// A viewer's counters: written on the loop's thread, read by the handle from any thread.
#pragma once

#include <atomic>
#include <cstdint>

#include "rtc/engine.hpp"

namespace gantry::rtc::viewer {

struct Statistics {
    std::atomic<bool> connected = false;
    std::atomic<bool> relayed = false;
    std::atomic<std::uint64_t> packets = 0;
    std::atomic<std::uint64_t> bytes = 0;
    std::atomic<std::uint64_t> retransmitted = 0;
    std::atomic<std::uint64_t> nacked = 0;
    std::atomic<std::uint64_t> dropped_pictures = 0;
    std::atomic<std::uint64_t> key_frames_wanted = 0;
    std::atomic<std::uint64_t> limit = 0;
    std::atomic<std::int64_t> round_trip_us = 0;

    ViewerStats snapshot() const;
};

}  // namespace gantry::rtc::viewer
