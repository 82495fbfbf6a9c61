// Which members of the merged report mean what, part by part. For this folder alone. Pure; whatever cannot be
// understood stays at its default.
#pragma once

#include "bambu/report/report.hpp"

namespace gantry::bambu::report {

// A temperature that a machine can have.
double plausible(double celsius);
// 0 right, 1 left.
std::int64_t active_extruder(const json::object& print);

void read_heat(const json::object& print, const Model* model, Status& status);
void read_fans(const json::object& print, Status& status);
void read_filament(const json::object& print, Status& status);

}  // namespace gantry::bambu::report
