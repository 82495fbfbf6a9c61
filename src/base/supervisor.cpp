#include "base/supervisor.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <map>

#include "base/log.hpp"
#include "base/random.hpp"

namespace gantry {

struct Task::State {
    explicit State(const Executor& executor) : ended(executor, asio::steady_timer::time_point::max()) {}

    asio::cancellation_signal stop;
    asio::steady_timer ended;  // expires never: cancelled when the coroutine has ended
    bool running = true;
};

struct Supervisor::Kept {
    std::map<std::shared_ptr<Task::State>, std::string> tasks;
};

Task& Task::operator=(Task&& other) noexcept {
    if (this != &other) {
        cancel();
        state_ = std::move(other.state_);
    }
    return *this;
}

void Task::cancel() noexcept {
    if (!state_ || !state_->running) return;
    // Posted: a coroutine may drop the task that it runs in.
    asio::post(state_->ended.get_executor(), [state = state_] {
        if (state->running) state->stop.emit(asio::cancellation_type::all);
    });
}

bool Task::running() const {
    return state_ && state_->running;
}

awaitable<void> Task::join() {
    const auto state = state_;
    while (state && state->running) {
        ErrorCode ignored;
        co_await state->ended.async_wait(asio::redirect_error(use_awaitable, ignored));
        if ((co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none) {
            throw SystemError(asio::error::operation_aborted);
        }
    }
}

std::string describe(const std::exception_ptr& failure) {
    try {
        if (failure) std::rethrow_exception(failure);
        return "ended";
    } catch (const SystemError& e) {
        return e.code().message();  // what() names the place in Asio, too
    } catch (const std::exception& e) {
        return e.what();
    } catch (...) {
        return "unknown exception";
    }
}

bool is_cancellation(const std::exception_ptr& failure) {
    try {
        if (failure) std::rethrow_exception(failure);
        return false;
    } catch (const SystemError& e) {
        return e.code() == asio::error::operation_aborted;
    } catch (...) {
        return false;
    }
}

namespace {

// Keeps the body, and so whatever its lambda holds, alive as long as its coroutine.
awaitable<void> run_once(Supervisor::Body body) {
    co_await body();
}

std::chrono::milliseconds jittered(std::chrono::milliseconds bound) {
    return std::chrono::milliseconds(random_below(static_cast<std::uint32_t>(bound.count()) + 1));
}

awaitable<void> run_again(std::string area, std::string name, Supervisor::Body body, Backoff backoff) {
    auto bound = backoff.first;
    for (;;) {
        const auto started = std::chrono::steady_clock::now();
        std::exception_ptr failure;
        try {
            co_await body();
        } catch (...) {
            failure = std::current_exception();
        }
        if (is_cancellation(failure) &&
            (co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none) {
            std::rethrow_exception(failure);
        }
        if (std::chrono::steady_clock::now() - started >= backoff.healthy_after) bound = backoff.first;
        const auto wait = jittered(bound);
        log::debug(area, "{}: {}; again in {} ms", name, describe(failure), wait.count());
        co_await sleep_for(wait);
        bound = std::min(bound * 2, backoff.longest);
    }
}

}  // namespace

Supervisor::Supervisor(Executor executor, std::string area)
    : executor_(std::move(executor)), area_(std::move(area)), kept_(std::make_shared<Kept>()) {}

Supervisor::~Supervisor() {
    for (const auto& [state, name] : kept_->tasks)
        Task(state).cancel();
}

Task Supervisor::spawn(std::string name, Body body) {
    auto state = std::make_shared<Task::State>(executor_);
    auto on_end = [state, area = area_, name = std::move(name)](std::exception_ptr failure) {
        state->running = false;
        state->ended.cancel();
        if (failure && !is_cancellation(failure)) log::warning(area, "{}: {}", name, describe(failure));
    };
    asio::co_spawn(executor_, run_once(std::move(body)),
                   asio::bind_cancellation_slot(state->stop.slot(), std::move(on_end)));
    return Task(std::move(state));
}

void Supervisor::run(std::string name, Body body) {
    auto state = std::make_shared<Task::State>(executor_);
    kept_->tasks.emplace(state, name);
    auto on_end = [state, kept = kept_, area = area_, name = std::move(name)](std::exception_ptr failure) {
        state->running = false;
        state->ended.cancel();
        kept->tasks.erase(state);
        if (failure && !is_cancellation(failure)) log::warning(area, "{}: {}", name, describe(failure));
    };
    asio::co_spawn(executor_, run_once(std::move(body)),
                   asio::bind_cancellation_slot(state->stop.slot(), std::move(on_end)));
}

Task Supervisor::keep_running(std::string name, Body body, Backoff backoff) {
    return spawn(name, [area = area_, name, body = std::move(body), backoff] {
        return run_again(area, name, body, backoff);
    });
}

awaitable<void> Supervisor::stop() {
    const auto kept = kept_;
    // All at the same time: each may need a moment to say goodbye.
    for (const auto& [state, name] : kept->tasks)
        Task(state).cancel();
    while (!kept->tasks.empty()) {
        Task task(kept->tasks.begin()->first);
        task.cancel();
        co_await task.join();
    }
}

std::size_t Supervisor::running() const {
    return kept_->tasks.size();
}

}  // namespace gantry
