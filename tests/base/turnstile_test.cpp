#include "base/turnstile.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "base/supervisor.hpp"
#include "tests/base/run_coroutine.hpp"

namespace gantry {
namespace {

TEST(Turnstile, LetsOneThroughAtATimeInTheirOrder) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Turnstile turnstile;
        Supervisor supervisor(executor, "test");
        std::vector<int> seen;
        std::vector<Task> tasks;
        for (int i = 0; i < 3; ++i) {
            tasks.push_back(supervisor.spawn("one", [&, i]() -> awaitable<void> {
                const auto turn = co_await turnstile.enter();
                seen.push_back(i);
                co_await sleep_for(1ms);
                seen.push_back(i);
            }));
        }
        for (auto& task : tasks)
            co_await task.join();
        EXPECT_EQ(seen, (std::vector{0, 0, 1, 1, 2, 2}));
    });
}

TEST(Turnstile, GoesOnWhenOneThatWaitsIsCancelled) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Turnstile turnstile;
        Supervisor supervisor(executor, "test");
        bool through = false;
        std::optional<Turnstile::Pass> first(co_await turnstile.enter());
        auto cancelled = supervisor.spawn(
            "cancelled", [&]() -> awaitable<void> { const auto turn = co_await turnstile.enter(); });
        auto patient = supervisor.spawn("patient", [&]() -> awaitable<void> {
            const auto turn = co_await turnstile.enter();
            through = true;
        });
        co_await sleep_for(1ms);
        cancelled.cancel();
        co_await cancelled.join();
        EXPECT_FALSE(through);
        first.reset();
        co_await patient.join();
        EXPECT_TRUE(through);
    });
}

}  // namespace
}  // namespace gantry
