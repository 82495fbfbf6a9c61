// How many files and sockets this process may have open. Any thread.
#pragma once

#include <cstddef>

namespace gantry {

// Thousands of connections need more than the usual limit of 1024: raises it up to the hard limit, as a
// process may.
void allow_many_descriptors();
// How many it may have open at most.
std::size_t descriptor_limit();
// How many are open now; 0 when that cannot be told.
std::size_t open_descriptors();

}  // namespace gantry
