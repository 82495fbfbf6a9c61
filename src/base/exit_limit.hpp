// Ends this process after a time, whatever still holds it: a name server that does not answer, a disk that
// hangs. For programs that were told to stop and whose data is safe at any moment. Any thread.
#pragma once

#include <chrono>

namespace gantry {

// What our programs allow themselves: everything has its own limit, and this one is for what has not.
inline constexpr std::chrono::milliseconds stop_limit{1'900};

// From now on the process ends with status 0 after so long, without running destructors; once per process.
void exit_within(std::chrono::milliseconds limit);

}  // namespace gantry
