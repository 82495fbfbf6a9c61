// A camera of another kind in the same printer: the feed of before may need a moment for its goodbye.
#include <gtest/gtest.h>

#include "base/supervisor.hpp"
#include "tests/base/eventually.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/fuse/cameras/fake_source.hpp"

namespace gantry::fuse::cameras {
namespace {

// A feed that somebody reads, and that is being stopped.
struct Scene {
    explicit Scene(const Executor& executor) : executor(executor), stopping(executor, "test") {
        camera.closing = 30ms;
    }

    awaitable<void> begin() {
        reader = before->read([](const Frame&) {});
        EXPECT_TRUE(co_await eventually([this] { return camera.opened == 1; }));
        stop(before);
    }
    std::shared_ptr<CameraFeed> feed() {
        return std::make_shared<CameraFeed>(executor, pool, "test", camera.source());
    }
    void stop(std::shared_ptr<CameraFeed> feed) {
        stopping.run("stop", [feed] { return feed->stop(); });
    }
    awaitable<void> expect_dialled_alone(CameraFeed& next) {
        const auto after = next.read([](const Frame&) {});
        EXPECT_TRUE(co_await eventually([this] { return camera.opened == 2; }));
        EXPECT_EQ(camera.most_open, 1);
        co_await next.stop();
        co_await stopping.stop();
    }

    Executor executor;
    WorkerPool pool{1};
    FakeCamera camera;
    Supervisor stopping;
    std::shared_ptr<CameraFeed> before = feed();
    FeedReader reader;
};

TEST(Succession, WaitsForTheEndOfTheFeedBefore) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.begin();
        const auto next = scene.feed();
        next->succeed(*scene.before);
        co_await scene.expect_dialled_alone(*next);
    });
}

TEST(Succession, WaitsThroughAFeedThatNobodyRead) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Scene scene(executor);
        co_await scene.begin();
        const auto unread = scene.feed();
        unread->succeed(*scene.before);
        scene.stop(unread);
        const auto next = scene.feed();
        next->succeed(*unread);
        co_await scene.expect_dialled_alone(*next);
    });
}

}  // namespace
}  // namespace gantry::fuse::cameras
