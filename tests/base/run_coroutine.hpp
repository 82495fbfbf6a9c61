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

}  // namespace gantry
