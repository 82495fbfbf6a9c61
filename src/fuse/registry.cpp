#include "fuse/registry.hpp"

#include "fuse/printers/bambu/driver.hpp"
#include "fuse/printers/bambu/examiner.hpp"
#include "fuse/printers/bambu/sender.hpp"
#include "fuse/printers/virtual/driver.hpp"

namespace gantry::fuse {

printers::Registry make_registry() {
    printers::Registry registry;
    registry.add(printers::bambu::driver());
    registry.add(printers::virtual_printer::driver());
    return registry;
}

printers::Examiners make_examiners() {
    printers::Examiners examiners;
    examiners.emplace("bambu", printers::bambu::examiner());
    return examiners;
}

printers::FileSenders make_file_senders() {
    printers::FileSenders senders;
    senders.emplace("bambu", printers::bambu::file_sender());
    return senders;
}

}  // namespace gantry::fuse
