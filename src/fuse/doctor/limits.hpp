// How long a check-up waits for what may never come. Values: any thread.
#pragma once

#include <chrono>

namespace gantry::fuse::doctor {

struct Limits {
    std::chrono::milliseconds first_picture{15'000};  // the slowest cameras but for a cold X1
    std::chrono::milliseconds announcement{12'000};   // printers announce themselves every 5 s or so
};

}  // namespace gantry::fuse::doctor
