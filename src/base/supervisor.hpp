// Owns running coroutines. The only place that spawns: whoever needs something to run asks a Supervisor,
// keeps the Task, and the coroutine ends when the Task is dropped. Thread: the executor's only.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "base/asio.hpp"

namespace gantry {

// A running coroutine. Dropping it asks the coroutine to stop (as cancel does); it never blocks.
class Task {
public:
    struct State;

    Task() = default;
    explicit Task(std::shared_ptr<State> state) : state_(std::move(state)) {}
    Task(Task&&) noexcept = default;
    Task& operator=(Task&& other) noexcept;
    ~Task() { cancel(); }

    void cancel() noexcept;
    bool running() const;
    // Completes when the coroutine has ended.
    awaitable<void> join();
    // Lets the coroutine run to its own end: for a supervisor that keeps it instead.
    void release() && { state_.reset(); }

private:
    std::shared_ptr<State> state_;  // shared with the completion handler, which may outlive the handle
};

// Full jitter between zero and a bound that doubles from `first` to `longest`.
struct Backoff {
    std::chrono::milliseconds first{500};
    std::chrono::milliseconds longest{30'000};
    // A run of at least this length counts as success: the next wait starts at `first` again.
    std::chrono::milliseconds healthy_after{10'000};
};

class Supervisor {
public:
    using Body = std::function<awaitable<void>()>;

    // `area` names the owner in the log.
    Supervisor(Executor executor, std::string area);
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;
    ~Supervisor();  // asks what still runs to stop

    // Runs `body` once. A failure ends this task only and is logged.
    [[nodiscard]] Task spawn(std::string name, Body body);
    // Runs `body` once and keeps it until it ends or the supervisor stops.
    void run(std::string name, Body body);
    // Runs `body` again whenever it ends or throws, after a wait, until the Task is dropped.
    [[nodiscard]] Task keep_running(std::string name, Body body, Backoff backoff = {});

    // Stops what `run` started and waits for it. What `spawn` returned belongs to its holder.
    awaitable<void> stop();
    std::size_t running() const;
    const Executor& executor() const { return executor_; }

private:
    struct Kept;
    Executor executor_;
    std::string area_;
    std::shared_ptr<Kept> kept_;  // completion handlers erase themselves from it and may outlive us
};

// Text for people of an exception caught at the end of a coroutine.
std::string describe(const std::exception_ptr& failure);
// True when the exception only says that we cancelled the coroutine.
bool is_cancellation(const std::exception_ptr& failure);

}  // namespace gantry
