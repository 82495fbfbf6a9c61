// A loopback address that no other test of this moment uses. Ports that are free on it stay free until a
// server that a test starts has opened them.
#pragma once

#include <fmt/format.h>

#include "base/random.hpp"

namespace gantry::testing {

inline std::string own_address() {
    return fmt::format("127.{}.{}.{}", 64 + random_below(128), random_below(256), 1 + random_below(254));
}

}  // namespace gantry::testing
