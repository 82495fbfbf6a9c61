// What passes between Fuse and a virtual printer, as Communications shows it: members of api/fuse.yaml's
// PrinterState, the whole of them first and then those that changed. Pure. For this folder alone.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "fuse/printers/driver.hpp"

namespace gantry::fuse::printers::virtual_printer {

// `before` is what was reported last on this connection.
std::string report_text(const std::optional<farm::PrinterState>& before, const farm::PrinterState& now);
std::string command_text(const Command& command);
std::unique_ptr<Replay> make_replay();

}  // namespace gantry::fuse::printers::virtual_printer
