// What a Bambu Lab printer complains about, as a farm shows it. Pure.
#pragma once

#include "bambu/faults.hpp"
#include "farm/printer.hpp"

namespace gantry::fuse::printers {

farm::Fault farm_fault(gantry::bambu::Fault fault);

}  // namespace gantry::fuse::printers
