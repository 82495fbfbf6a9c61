// A limit for every wait on the network.
#pragma once

#include <chrono>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/asio.hpp"
#include "base/result.hpp"

namespace gantry {
namespace detail {

template <class T>
struct IsResult : std::false_type {};
template <class T>
struct IsResult<Result<T>> : std::true_type {};

// False on the limit, after the operation has ended; whatever it throws before passes through.
awaitable<bool> ends_within(std::chrono::steady_clock::duration limit, awaitable<void> operation);

template <class T>
awaitable<void> keep(awaitable<T> operation, std::optional<T>& value) {
    value.emplace(co_await std::move(operation));
}

}  // namespace detail

// Runs `operation` for at most `limit`, then cancels it and waits for it to end.
// On the limit: Errc::timeout when T is a Result, otherwise throws SystemError(timed_out).
// Whatever `operation` throws passes through. The operation must react to cancellation, as every Asio wait
// does.
template <class T>
awaitable<T> within(std::chrono::steady_clock::duration limit, awaitable<T> operation) {
    std::optional<T> value;
    if (co_await detail::ends_within(limit, detail::keep(std::move(operation), value)))
        co_return *std::move(value);
    if constexpr (detail::IsResult<T>::value) {
        co_return fail(Errc::timeout, "no answer within the time limit");
    } else {
        throw SystemError(asio::error::timed_out);
    }
}

inline awaitable<void> within(std::chrono::steady_clock::duration limit, awaitable<void> operation) {
    if (!co_await detail::ends_within(limit, std::move(operation))) throw SystemError(asio::error::timed_out);
}

}  // namespace gantry
