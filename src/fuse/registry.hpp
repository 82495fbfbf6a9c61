// The one place that names every driver.
#pragma once

#include "fuse/printers/registry.hpp"

namespace gantry::fuse {

printers::Registry make_registry();

}  // namespace gantry::fuse
