// What drivers need to know about actions alike. Pure. For this folder's drivers alone.
#pragma once

#include "fuse/printers/driver.hpp"

namespace gantry::fuse::printers {

// That an action asks for; unknown for those that ask for something else.
farm::Speed speed_of(Action action);

}  // namespace gantry::fuse::printers
