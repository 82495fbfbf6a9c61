// Lets one coroutine through at a time, in the order they came: for reading, waiting and writing back what
// others change too. Owned by what is changed; one thread.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "base/asio.hpp"

namespace gantry {

class Turnstile {
    struct State {
        bool taken = false;
        std::optional<asio::steady_timer> free;  // expires never: cancelled when the turn is over
    };

public:
    // The turn, which ends when this is dropped. May outlive the turnstile.
    class Pass {
    public:
        explicit Pass(std::shared_ptr<State> state) : state_(std::move(state)) {}
        Pass(Pass&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
        Pass& operator=(Pass&&) = delete;
        ~Pass();

    private:
        std::shared_ptr<State> state_;
    };

    // Throws operation_aborted when cancelled.
    awaitable<Pass> enter();

private:
    // Shared with passes of coroutines that end after us.
    std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace gantry
