// Runs a coroutine to its end on a fresh event loop: the frame of most asynchronous tests.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <functional>

#include "base/asio.hpp"

namespace gantry {

// Rethrows what the coroutine throws. `body` receives the loop's executor.
inline void run_coroutine(std::function<awaitable<void>(Executor)> body) {
    asio::io_context loop;
    std::exception_ptr failure;
    bool ended = false;
    asio::co_spawn(loop, body(loop.get_executor()), [&](std::exception_ptr thrown) {
        failure = thrown;
        ended = true;
        loop.stop();
    });
    loop.run();
    if (failure) std::rethrow_exception(failure);
    if (!ended) throw std::logic_error("the coroutine waits for something that never comes");
}

// The same, but lets everything that it started come to its end: for tests whose objects have threads of
// their own, which must not outlive the loop.
inline void run_coroutine_and_drain(std::function<awaitable<void>(Executor)> body) {
    asio::io_context loop;
    std::exception_ptr failure;
    asio::co_spawn(loop, body(loop.get_executor()), [&](std::exception_ptr thrown) { failure = thrown; });
    loop.run();
    if (failure) std::rethrow_exception(failure);
}

}  // namespace gantry
