// Kept reports of a Bambu Lab printer, read again. For this folder alone.
#pragma once

#include <memory>

#include "fuse/printers/replay.hpp"

namespace gantry::fuse::printers::bambu {

std::unique_ptr<Replay> make_replay(const farm::Printer& printer);

}  // namespace gantry::fuse::printers::bambu
