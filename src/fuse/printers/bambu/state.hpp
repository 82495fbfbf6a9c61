// From what a Bambu Lab printer reports to what a farm shows. Pure. For this folder alone.
#pragma once

#include "bambu/report/report.hpp"
#include "farm/printer.hpp"

namespace gantry::fuse::printers::bambu {

farm::PrinterState state_of(const gantry::bambu::report::Status& status, const gantry::bambu::Model* model);

}  // namespace gantry::fuse::printers::bambu
