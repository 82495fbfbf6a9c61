// A camera of another kind in the same printer: the feed of before may need a moment for its goodbye.
#include <gtest/gtest.h>

#include "base/supervisor.hpp"
#include "tests/base/eventually.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/fuse/cameras/fake_source.hpp"

namespace gantry::fuse::cameras {
namespace {

struct Scene {
    explicit Scene(Executor executor) : executor(std::move(executor)) { camera.closing = 30ms; }

    std::unique_ptr<CameraFeed> feed() {
        return std::make_unique<CameraFeed>(executor, pool, "test", camera.source());
    }
    awaitable<bool> opened(int times) {
        return eventually([this, times] { return camera.opened == times; });
    }

    Executor executor;
    WorkerPool pool{1};
    FakeCamera camera;
};

TEST(Succession, WaitsForTheEndOfTheFeedBefore) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        const auto before = scene.feed();
        const auto reader = before->read([](const Frame&) {});
        EXPECT_TRUE(co_await scene.opened(1));
        Supervisor stopping(executor, "test");
        stopping.run("stop", [&before] { return before->stop(); });
        const auto next = scene.feed();
        next->succeed(*before);
        const auto after = next->read([](const Frame&) {});
        EXPECT_TRUE(co_await scene.opened(2));
        EXPECT_EQ(scene.camera.most_open, 1);
        co_await next->stop();
        co_await stopping.stop();
    });
}

TEST(Succession, WaitsThroughAFeedThatNobodyRead) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        const auto before = scene.feed();
        const auto reader = before->read([](const Frame&) {});
        EXPECT_TRUE(co_await scene.opened(1));
        Supervisor stopping(executor, "test");
        stopping.run("stop", [&before] { return before->stop(); });
        const auto unread = scene.feed();
        unread->succeed(*before);
        stopping.run("stop", [&unread] { return unread->stop(); });
        const auto next = scene.feed();
        next->succeed(*unread);
        const auto after = next->read([](const Frame&) {});
        EXPECT_TRUE(co_await scene.opened(2));
        EXPECT_EQ(scene.camera.most_open, 1);
        co_await next->stop();
        co_await stopping.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::cameras
