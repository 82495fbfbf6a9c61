// Where a started print is at a given time, and how hot that made the printer. Pure. For this folder alone.
#pragma once

#include "bambu/course.hpp"
#include "farm/printer.hpp"
#include "fuse/printers/virtual/rules.hpp"

namespace gantry::fuse::printers::virtual_printer {

std::int64_t milliseconds(Time time);

struct Course {
    gantry::bambu::Moment moment;
    double left_s = 0;
    bool over = false;      // done or stopped
    double over_for_s = 0;  // since then
};

Course course_at(const StartedPrint& print, Time now);
// Goes on from where it is.
void set_speed(StartedPrint& print, farm::Speed speed, Time now);
// A print was started and is neither done nor stopped.
bool is_busy(const Simulation& simulation, Time now);

struct Heat {
    farm::Temperature nozzle;
    farm::Temperature bed;
};

// Rounded to tenths.
Heat heat_at(const Simulation& simulation, Time now);

}  // namespace gantry::fuse::printers::virtual_printer
