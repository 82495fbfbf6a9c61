// Bambu Lab printers over the LAN. Registered in fuse/registry.cpp.
#pragma once

#include <memory>

#include "fuse/printers/driver.hpp"

namespace gantry::fuse::printers::bambu {

struct Limits {
    std::chrono::milliseconds silence = 60s;      // then the printer is asked to speak …
    std::chrono::milliseconds last_chance = 10s;  // … and the connection given up
    std::chrono::milliseconds effect = 10s;       // of a command, in the printer's own report
    std::chrono::milliseconds push_all = 5min;    // at most this often: the full report is work for an ESP32
};

std::unique_ptr<Driver> driver(Limits limits = {});

}  // namespace gantry::fuse::printers::bambu
