#include "base/within.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <exception>

namespace gantry::detail {

awaitable<bool> ends_within(std::chrono::steady_clock::duration limit, awaitable<void> operation) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, limit);
    auto group = asio::experimental::make_parallel_group(
        asio::co_spawn(executor, std::move(operation), asio::deferred), timer.async_wait(asio::deferred));
    auto [order, failure, timer_error] =
        co_await group.async_wait(asio::experimental::wait_for_one(), use_awaitable);
    if (order[0] != 0) co_return false;
    if (failure) std::rethrow_exception(failure);
    co_return true;
}

}  // namespace gantry::detail
