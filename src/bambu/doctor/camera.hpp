// A look through a printer's camera by a connection of our own: for programs beside which no Fuse runs,
// because a printer takes one camera client. The executor's thread only.
#pragma once

#include <chrono>

#include "bambu/doctor/printer_check.hpp"

namespace gantry::bambu::doctor {

// Connects, watches for some seconds, and closes. `limit` is for the first picture.
awaitable<Finding> look_through_camera(PrinterTarget target, std::chrono::milliseconds limit);

}  // namespace gantry::bambu::doctor
