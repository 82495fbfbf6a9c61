// The check-up of a Bambu Lab printer. The loop's thread.
#pragma once

#include "fuse/printers/examiner.hpp"

namespace gantry::fuse::printers::bambu {

std::unique_ptr<Examiner> examiner();

}  // namespace gantry::fuse::printers::bambu
