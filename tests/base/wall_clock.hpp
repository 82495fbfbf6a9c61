// The time of day, as a test that is linked with wall_clock.cpp sets it for the whole program: what
// system_clock says. steady_clock goes on. Any thread.
#pragma once

#include <chrono>

namespace gantry::testing {

// While it lives the clock is set back by so much.
class ClockSetBack {
public:
    explicit ClockSetBack(std::chrono::hours by);
    ~ClockSetBack();
    ClockSetBack(const ClockSetBack&) = delete;
    ClockSetBack& operator=(const ClockSetBack&) = delete;
};

}  // namespace gantry::testing
