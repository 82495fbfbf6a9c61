// Lets a bounded number of coroutines in at the same time; the others wait in the order in which they came.
// Owned by whoever bounds the work; the executor's thread only.
#pragma once

#include <cstddef>
#include <list>
#include <memory>

#include "base/asio.hpp"

namespace gantry {

class Turnstile {
public:
    explicit Turnstile(std::size_t places = 1) : inside_(std::make_shared<Inside>(places)) {}
    Turnstile(const Turnstile&) = delete;
    Turnstile& operator=(const Turnstile&) = delete;

    // The turn, which ends when this is dropped. May outlive the turnstile.
    using Pass = std::shared_ptr<void>;
    // Throws operation_aborted when cancelled.
    awaitable<Pass> enter();
    std::size_t waiting() const { return inside_->queue.size(); }

private:
    struct Waiter {
        asio::steady_timer turn;  // expires never: cancelled when it is this one's turn
        bool admitted = false;
    };
    struct Inside {
        explicit Inside(std::size_t places) : free(places) {}
        void leave();
        std::size_t free;
        std::list<std::shared_ptr<Waiter>> queue;
    };

    std::shared_ptr<Inside> inside_;  // shared with the passes
};

}  // namespace gantry
