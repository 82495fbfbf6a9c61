// Print files onto Bambu Lab printers, by FTPS. The loop's thread.
#pragma once

#include "fuse/printers/sender.hpp"

namespace gantry::fuse::printers::bambu {

std::unique_ptr<FileSender> file_sender();

}  // namespace gantry::fuse::printers::bambu
