#include "base/supervisor.hpp"

#include <gtest/gtest.h>

#include <boost/asio/post.hpp>

#include "base/within.hpp"
#include "tests/base/eventually.hpp"
#include "tests/base/run_coroutine.hpp"

namespace gantry {
namespace {

awaitable<void> forever() {
    co_await sleep_for(1h);
}

awaitable<int> answer() {
    co_return 42;
}

awaitable<Result<int>> late_answer() {
    co_await forever();
    co_return 42;
}

TEST(Within, ReturnsTheValueOfAnOperationThatIsInTime) {
    run_coroutine([](Executor) -> awaitable<void> { EXPECT_EQ(co_await within(5s, answer()), 42); });
}

TEST(Within, TurnsTheLimitIntoAnErrorOfAResult) {
    run_coroutine([](Executor) -> awaitable<void> {
        const auto late = co_await within(1ms, late_answer());
        EXPECT_EQ(late.error().code, Errc::timeout);
    });
}

TEST(Within, ThrowsTheLimitOfAnOperationWithoutResult) {
    run_coroutine([](Executor) -> awaitable<void> {
        ErrorCode code;
        try {
            co_await within(1ms, forever());
        } catch (const SystemError& e) {
            code = e.code();
        }
        EXPECT_EQ(code, asio::error::timed_out);
    });
}

TEST(Supervisor, EndsATaskWhenItsHandleIsDropped) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Supervisor supervisor(executor, "test");
        auto ended = std::make_shared<bool>(false);
        struct SetOnExit {
            std::shared_ptr<bool> flag;
            ~SetOnExit() { *flag = true; }
        };
        {
            const auto task = supervisor.spawn("waits", [ended]() -> awaitable<void> {
                const SetOnExit set{ended};
                co_await forever();
            });
            co_await asio::post(executor, use_awaitable);  // it has begun
            EXPECT_TRUE(task.running());
        }
        EXPECT_TRUE(co_await eventually([ended] { return *ended; }));
    });
}

TEST(Supervisor, RunsABodyAgainAfterItFails) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Supervisor supervisor(executor, "test");
        auto runs = std::make_shared<int>(0);
        const auto task = supervisor.keep_running("fails",
                                                  [runs]() -> awaitable<void> {
                                                      if (++*runs < 3) throw std::runtime_error("broken");
                                                      co_await forever();
                                                  },
                                                  {.first = 1ms, .longest = 2ms, .healthy_after = 1s});
        EXPECT_TRUE(co_await eventually([runs] { return *runs == 3; }));
    });
}

TEST(Supervisor, WaitsOnStopUntilEverythingHasEnded) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Supervisor supervisor(executor, "test");
        supervisor.run("one", forever);
        supervisor.run("two", forever);
        EXPECT_EQ(supervisor.running(), 2u);
        co_await supervisor.stop();
        EXPECT_EQ(supervisor.running(), 0u);
    });
}

// Each ends only when both were told to: one after the other they would wait for the limit.
TEST(Supervisor, StopsEverythingAtTheSameTime) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Supervisor supervisor(executor, "test");
        const auto told = std::make_shared<int>(0);
        const auto together = std::make_shared<int>(0);
        auto body = [told, together]() -> awaitable<void> {
            try {
                co_await forever();
            } catch (const SystemError&) {
                ++*told;
            }
            co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
            if (co_await eventually([told] { return *told == 2; }, 1s)) ++*together;
        };
        supervisor.run("one", body);
        supervisor.run("two", body);
        co_await asio::post(executor, use_awaitable);  // both have begun
        co_await supervisor.stop();
        EXPECT_EQ(*together, 2);
    });
}

}  // namespace
}  // namespace gantry
