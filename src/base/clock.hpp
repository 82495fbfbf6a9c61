// The time of day for people and wire formats; waiting and measuring use steady_clock. Any thread.
#pragma once

#include <chrono>
#include <cstdint>

namespace gantry {

// Milliseconds since 1970; may jump, also backwards.
inline std::int64_t unix_ms_now() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace gantry
