// The one place that names every driver.
#pragma once

#include "fuse/printers/examiner.hpp"
#include "fuse/printers/registry.hpp"
#include "fuse/printers/sender.hpp"

namespace gantry::fuse {

printers::Registry make_registry();
printers::Examiners make_examiners();
printers::FileSenders make_file_senders();

}  // namespace gantry::fuse
