// The one place that names every driver.
#pragma once

#include "fuse/printers/examiner.hpp"
#include "fuse/printers/registry.hpp"

namespace gantry::fuse {

printers::Registry make_registry();
printers::Examiners make_examiners();

}  // namespace gantry::fuse
