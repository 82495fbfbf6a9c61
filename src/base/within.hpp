// A limit for every wait on the network.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <type_traits>

#include "base/asio.hpp"
#include "base/result.hpp"

namespace gantry {
namespace detail {

template <class T>
struct IsResult : std::false_type {};
template <class T>
struct IsResult<Result<T>> : std::true_type {};

// parallel_group needs default-constructible results; Result<T> of an arbitrary T is not one.
template <class T>
awaitable<std::optional<T>> as_optional(awaitable<T> operation) {
    co_return co_await std::move(operation);
}

}  // namespace detail

// Runs `operation` for at most `limit`, then cancels it and waits for it to end.
// On the limit: Errc::timeout when T is a Result, otherwise throws SystemError(timed_out).
// Whatever `operation` throws passes through. The operation must react to cancellation, as every Asio wait
// does.
template <class T>
awaitable<T> within(std::chrono::steady_clock::duration limit, awaitable<T> operation) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, limit);
    auto group = asio::experimental::make_parallel_group(
        asio::co_spawn(executor, detail::as_optional(std::move(operation)), asio::deferred),
        timer.async_wait(asio::deferred));
    auto [order, failure, value, timer_error] =
        co_await group.async_wait(asio::experimental::wait_for_one(), use_awaitable);
    if (order[0] == 0) {
        if (failure) std::rethrow_exception(failure);
        co_return *std::move(value);
    }
    if constexpr (detail::IsResult<T>::value) {
        co_return fail(Errc::timeout, "no answer within the time limit");
    } else {
        throw SystemError(asio::error::timed_out);
    }
}

inline awaitable<void> within(std::chrono::steady_clock::duration limit, awaitable<void> operation) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, limit);
    auto group = asio::experimental::make_parallel_group(
        asio::co_spawn(executor, std::move(operation), asio::deferred), timer.async_wait(asio::deferred));
    auto [order, failure, timer_error] =
        co_await group.async_wait(asio::experimental::wait_for_one(), use_awaitable);
    if (order[0] != 0) throw SystemError(asio::error::timed_out);
    if (failure) std::rethrow_exception(failure);
}

}  // namespace gantry
