// Whether an address, a serial number and an access code belong together. The loop's thread. For this folder
// alone.
#pragma once

#include "fuse/printers/finder.hpp"

namespace gantry::fuse::printers::bambu {

// As Finder::try_access.
awaitable<Result<Access>> try_access(PrinterConfig config);

}  // namespace gantry::fuse::printers::bambu
