#include "fuse/registry.hpp"

#include "fuse/printers/bambu/driver.hpp"
#include "fuse/printers/virtual/driver.hpp"

namespace gantry::fuse {

printers::Registry make_registry() {
    printers::Registry registry;
    registry.add(printers::bambu::driver());
    registry.add(printers::virtual_printer::driver());
    return registry;
}

}  // namespace gantry::fuse
