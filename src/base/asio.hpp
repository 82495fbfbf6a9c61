// The event loop's vocabulary: Boost.Asio with coroutines, under short names.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>

namespace gantry {

namespace asio = boost::asio;
using boost::asio::awaitable;
using boost::asio::use_awaitable;
using namespace std::chrono_literals;

using Executor = asio::any_io_executor;
using ErrorCode = boost::system::error_code;
using SystemError = boost::system::system_error;

// Waits; throws operation_aborted when the coroutine is cancelled.
awaitable<void> sleep_for(std::chrono::steady_clock::duration duration);

}  // namespace gantry
