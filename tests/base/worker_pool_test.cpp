#include "base/worker_pool.hpp"

#include <gtest/gtest.h>

#include "base/supervisor.hpp"
#include "tests/base/run_coroutine.hpp"

namespace gantry {
namespace {

TEST(WorkerPool, ReturnsTheValueAndTheExceptionOfItsWork) {
    run_coroutine_and_drain([](Executor) -> awaitable<void> {
        WorkerPool pool(1);
        EXPECT_EQ(co_await pool.run([] { return 42; }), 42);
        bool thrown = false;
        try {
            co_await pool.run([]() -> int { throw std::runtime_error("broken"); });
        } catch (const std::runtime_error&) {
            thrown = true;
        }
        EXPECT_TRUE(thrown);
    });
}

TEST(WorkerPool, FinishesItsWorkWheneverTheCallerIsCancelled) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        WorkerPool pool(2);
        Supervisor supervisor(executor, "test");
        std::atomic<int> done = 0;
        int started = 0;
        for (int i = 0; i < 500; ++i) {
            auto task = supervisor.spawn("work", [&]() -> awaitable<void> {
                ++started;
                co_await pool.run([&] { return ++done; });
            });
            if (i % 2 == 0)
                co_await asio::post(executor, use_awaitable);  // now and then it has already begun
            task.cancel();
            co_await task.join();
        }
        EXPECT_EQ(done, started);
        EXPECT_GT(started, 0);
    });
}

}  // namespace
}  // namespace gantry
