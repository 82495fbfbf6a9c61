// Bambu Lab printers over the LAN. Registered in fuse/registry.cpp.
#pragma once

#include <memory>

#include "fuse/printers/driver.hpp"

namespace gantry::fuse::printers::bambu {

struct Limits {
    std::chrono::milliseconds silence = 60s;      // then the printer is asked to speak …
    std::chrono::milliseconds first_answer = 5s;  // to the request for everything; then it is asked once more
    std::chrono::milliseconds last_chance = 10s;  // … and the connection given up
    std::chrono::milliseconds effect = 10s;       // of a command, in the printer's own report
    std::chrono::milliseconds slow_effect = 60s;  // of one that takes its time (farm::is_slow)
    // Between requests for the full report, which is work for an ESP32: once there was one, and before.
    std::chrono::milliseconds push_all = 5min;
    std::chrono::milliseconds push_all_again = 30s;
};

std::unique_ptr<Driver> driver(Limits limits = {});

}  // namespace gantry::fuse::printers::bambu
