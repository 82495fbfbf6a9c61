#include "base/turnstile.hpp"

#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <vector>

#include "base/supervisor.hpp"
#include "base/within.hpp"
#include "tests/base/eventually.hpp"
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
                co_await asio::post(executor, use_awaitable);  // the others could go on
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
        EXPECT_TRUE(co_await eventually([&turnstile] { return turnstile.waiting() == 2; }));
        cancelled.cancel();
        co_await cancelled.join();
        EXPECT_FALSE(through);
        first.reset();
        co_await patient.join();
        EXPECT_TRUE(through);
    });
}

struct Crowd {
    Turnstile turnstile{2};
    int inside = 0;
    int most = 0;
    std::vector<int> order;
};

awaitable<void> pass(Crowd& crowd, int number) {
    const auto turn = co_await crowd.turnstile.enter();
    crowd.order.push_back(number);
    crowd.most = std::max(crowd.most, ++crowd.inside);
    co_await asio::post(co_await asio::this_coro::executor, use_awaitable);  // the others could come in
    --crowd.inside;
}

TEST(Turnstile, LetsTheBoundInAndTheOthersWaitInOrder) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Crowd crowd;
        Supervisor supervisor(executor, "test");
        std::vector<Task> tasks;
        for (int i = 0; i < 10; ++i)
            tasks.push_back(supervisor.spawn("one", [&crowd, i] { return pass(crowd, i); }));
        for (auto& task : tasks)
            co_await task.join();
        EXPECT_EQ(crowd.most, 2);
        EXPECT_EQ(crowd.order, (std::vector{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
    });
}

// Admitted and cancelled in the same moment: the place must not be lost.
TEST(Turnstile, GivesThePlaceOnWhenWhoeverGotItIsCancelled) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Turnstile turnstile(1);
        auto first = co_await turnstile.enter();
        Supervisor supervisor(executor, "test");
        auto task = supervisor.spawn("late", [&turnstile]() -> awaitable<void> {
            const auto turn = co_await turnstile.enter();
            co_await sleep_for(1h);
        });
        EXPECT_TRUE(co_await eventually([&turnstile] { return turnstile.waiting() == 1; }));
        task.cancel();
        first.reset();
        co_await task.join();
        co_await within(5s, turnstile.enter());
    });
}

}  // namespace
}  // namespace gantry
