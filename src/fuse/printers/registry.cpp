#include "fuse/printers/registry.hpp"

#include <algorithm>

namespace gantry::fuse::printers {

Driver* Registry::find(const std::string& name) const {
    const auto found = std::ranges::find_if(drivers_, [&](const auto& d) { return d->name() == name; });
    return found == drivers_.end() ? nullptr : found->get();
}

}  // namespace gantry::fuse::printers
