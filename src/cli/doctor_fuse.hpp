// `gantry doctor` of a Fuse: its disk and its Cloud from here, and the checks that the running Fuse makes
// itself, because its printers take few clients.
#pragma once

#include "base/asio.hpp"
#include "cli/commands.hpp"

namespace gantry::cli {

// The exit status.
awaitable<int> examine_fuse(DoctorOptions options);

}  // namespace gantry::cli
