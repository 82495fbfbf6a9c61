// What a virtual printer reports. Pure. For this folder alone.
#pragma once

#include <chrono>
#include <optional>

#include "fuse/printers/virtual/rules.hpp"

namespace gantry::fuse::printers::virtual_printer {

// At this time.
farm::PrinterState state_at(const farm::Printer& printer, const Simulation& simulation, Time now);
// After how long to report again; nothing when nothing changes by itself.
std::optional<std::chrono::milliseconds> next_change(const Simulation& simulation, Time now);

}  // namespace gantry::fuse::printers::virtual_printer
