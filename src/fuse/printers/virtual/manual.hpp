// What a virtual printer's heaters and fans do that somebody has set by hand. Pure. For this folder alone.
#pragma once

#include "fuse/printers/virtual/course.hpp"

namespace gantry::fuse::printers::virtual_printer {

// °C it gains in a second; seconds in which what is too hot falls to a third.
struct Heater {
    double heats_per_s = 1;
    double cools_in_s = 60;
};
inline constexpr Heater nozzle_heater{4, 60};
inline constexpr Heater bed_heater{0.8, 150};
inline constexpr Heater chamber_heater{0.2, 300};

// Null when nobody did, or when it ended with its print.
const Setting* in_force(const std::optional<Setting>& setting, const Simulation& simulation, Time now);
// What is left of a heater whose setting ended with its print counts too. Rounded to tenths.
farm::Temperature temperature_of(const std::optional<Setting>& setting, const Heater& heater,
                                 farm::Temperature otherwise, const Simulation& simulation, Time now);
// With what is set by hand. Rounded to tenths.
Heat manual_heat_at(const Simulation& simulation, Time now);

// Warmed by the bed, or by a heater of its own. Rounded to tenths.
farm::Temperature chamber_at(const Simulation& simulation, Time now);

}  // namespace gantry::fuse::printers::virtual_printer
