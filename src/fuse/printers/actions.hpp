// What drivers need to know about commands alike. Pure. For this folder's drivers alone.
#pragma once

#include <string_view>

#include "farm/command.hpp"

namespace gantry::fuse::printers {

// That an action asks for; unknown for those that ask for something else.
farm::Speed speed_of(farm::Action action);
// Of a printer by Bambu Lab, or one that stands for it. Unknown models take what every one takes.
farm::Limits limits_of(std::string_view model);

}  // namespace gantry::fuse::printers
