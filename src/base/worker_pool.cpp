#include "base/worker_pool.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

namespace gantry {
namespace {

awaitable<void> on_the_pool(std::move_only_function<void()> job) {
    job();
    co_return;
}

}  // namespace

awaitable<void> WorkerPool::run_job(std::move_only_function<void()> job) {
    // Without a cancellation slot: Asio 1.81 would post the cancellation to the pool with a pointer to
    // memory that the job's completion frees.
    co_await asio::co_spawn(pool_, on_the_pool(std::move(job)),
                            asio::bind_cancellation_slot(asio::cancellation_slot(), use_awaitable));
}

}  // namespace gantry
