// How a whole Cloud ends.
#include "cloud/cloud.hpp"

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud {
namespace {

TEST(Cloud, StopsInUnderTwoSecondsWhenNobodyAnswersTheGoodbye) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto cookie = co_await cloud.set_up_owner();
        const auto page = co_await open_page(cloud, cookie);  // which nobody reads from now on
        FakeFuse fuse(cloud);
        co_await fuse.activate(cookie);
        const auto gateway = co_await fuse.connect();
        const auto started = std::chrono::steady_clock::now();
        co_await cloud.stop();
        EXPECT_LT(std::chrono::steady_clock::now() - started, 2s);
    });
}

}  // namespace
}  // namespace gantry::cloud
