// Threads for work that would block the event loop: database, encoding, files. Owned by the program.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/asio.hpp"

namespace gantry {

class WorkerPool {
public:
    explicit WorkerPool(std::size_t threads) : pool_(threads) {}
    ~WorkerPool() { pool_.join(); }

    // Runs `work` on a pool thread and resumes on the caller's executor with its result or exception.
    // `work` must own, or be sure of, everything it touches; cancellation waits for it to finish.
    template <class Work>
    awaitable<std::invoke_result_t<Work&>> run(Work work) {
        using Value = std::invoke_result_t<Work&>;
        if constexpr (std::is_void_v<Value>) {
            co_await run_job(std::move(work));
        } else {
            // Shared: our own frame may be gone before the work is done.
            const auto value = std::make_shared<std::optional<Value>>();
            co_await run_job([value, work = std::move(work)]() mutable { value->emplace(work()); });
            co_return *std::move(*value);
        }
    }

private:
    awaitable<void> run_job(std::move_only_function<void()> job);

    asio::thread_pool pool_;
};

}  // namespace gantry
