// The AMS part of a report; for this folder alone. Pure functions.
#pragma once

#include "base/json.hpp"
#include "sim/models.hpp"
#include "sim/printer/state.hpp"

namespace gantry::sim::printer {

json::object ams_report(AmsKind kind, const State& state);
// The spool holder beside the AMS, empty: "254" on the ESP class, "255" on newer printers.
json::object external_tray(std::string_view id);

}  // namespace gantry::sim::printer
