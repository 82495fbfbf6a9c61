// What may be done to a virtual printer, by its controls and by commands. Pure. For this folder alone.
#pragma once

#include <chrono>

#include "fuse/printers/driver.hpp"
#include "fuse/printers/simulation.hpp"

namespace gantry::fuse::printers::virtual_printer {

using Time = std::chrono::system_clock::time_point;

// Errors: malformed (a nozzle or a number of AMS units that there is not).
Result<> check(const Simulation& simulation);
// As Simulator::change.
Result<> apply(Simulation& simulation, const SimulationChange& change, Time now);
// Errors: conflict, in the words of a real printer's driver.
Result<> act(Simulation& simulation, const Command& command, Time now);

}  // namespace gantry::fuse::printers::virtual_printer
