// Threads for work that would block the event loop: database, encoding, files. Owned by the program.
#pragma once

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <cstddef>
#include <type_traits>

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
        auto job = [](Work body) -> awaitable<Value> { co_return body(); };
        // Without a cancellation slot: Asio 1.81 would post the cancellation to the pool with a pointer to
        // memory that the job's completion frees.
        co_return co_await asio::co_spawn(
            pool_, job(std::move(work)),
            asio::bind_cancellation_slot(asio::cancellation_slot(), use_awaitable));
    }

private:
    asio::thread_pool pool_;
};

}  // namespace gantry
