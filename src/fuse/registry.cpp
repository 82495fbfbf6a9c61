#include "fuse/registry.hpp"

#include "fuse/printers/bambu/driver.hpp"

namespace gantry::fuse {

printers::Registry make_registry() {
    printers::Registry registry;
    registry.add(printers::bambu::driver());
    return registry;
}

}  // namespace gantry::fuse
