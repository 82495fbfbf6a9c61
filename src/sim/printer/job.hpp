// What a simulated printer was asked to print. Values: any thread.
#pragma once

#include <chrono>
#include <string>

#include "bambu/course.hpp"

namespace gantry::sim::printer {

using bambu::Moment;
using bambu::moment_of;
using bambu::Phase;
using bambu::phase_shares;

struct Job {
    std::string file;
    std::string title;
    std::string task_id = "0";
    int layers = 120;
    std::chrono::milliseconds duration{std::chrono::minutes(5)};
    int tray = 0;  // AMS slot, or no_tray for the external spool
    double nozzle_c = 220;
    double bed_c = 60;
    bool own = false;              // of the printer: a calibration, which prints nothing
    std::uint32_t file_error = 0;  // what is found out about its file seconds later; 0 for a good one
};

}  // namespace gantry::sim::printer
