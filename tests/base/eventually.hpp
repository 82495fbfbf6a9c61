// Waits on the loop for something that other coroutines bring about.
#pragma once

#include <functional>

#include "base/asio.hpp"

namespace gantry {

// True as soon as `condition` holds, false after the limit.
inline awaitable<bool> eventually(std::function<bool()> condition, std::chrono::milliseconds limit = 10s) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) co_return false;
        co_await sleep_for(1ms);
    }
    co_return true;
}

}  // namespace gantry
