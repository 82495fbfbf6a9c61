#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>

#include "tests/base/wall_clock.hpp"

namespace {

std::atomic<time_t> seconds_back = 0;

}  // namespace

// In place of the system's, for everything in this program.
extern "C" int clock_gettime(clockid_t clock, timespec* now) noexcept {
    const auto failed = syscall(SYS_clock_gettime, clock, now);
    if (failed == 0 && clock == CLOCK_REALTIME) now->tv_sec -= seconds_back.load();
    return static_cast<int>(failed);
}

namespace gantry::testing {

ClockSetBack::ClockSetBack(std::chrono::hours by) {
    seconds_back = std::chrono::seconds(by).count();
}

ClockSetBack::~ClockSetBack() {
    seconds_back = 0;
}

}  // namespace gantry::testing
