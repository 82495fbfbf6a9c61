// What a wall is told of a printer: no serial number, and no names when its link hides them. Pure: any
// thread.
#pragma once

#include "cloud/printers/fleet.hpp"

namespace gantry::cloud::events {

enum class Names { shown, hidden };

// Hidden names are "Printer 1", "Printer 2", … in the order of the list.
std::vector<printers::PrinterView> for_wall(std::vector<printers::PrinterView> views, Names names);
printers::CameraView for_wall(printers::CameraView camera, Names names);
// Members of farm::PrinterState, as in farm::gateway::changes.
json::object for_wall(json::object changes, Names names);

}  // namespace gantry::cloud::events
