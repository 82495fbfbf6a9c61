#include "fuse/snapshots/failed_uploads.hpp"

#include <gtest/gtest.h>

#include "base/clock.hpp"
#include "tests/base/eventually.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/base/temporary_folder.hpp"

namespace gantry::fuse::snapshots {
namespace {

constexpr auto day = std::chrono::hours(24);

FailedUpload failed_at(std::int64_t at, std::string detail = "the disk is full") {
    return {.at = at, .printer = farm::PrinterId("p1"), .problem = {"storage", std::move(detail)}};
}

TEST(FailedUploads, AreThereAfterARestart) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const testing::TemporaryFolder folder;
        storage::Store store(folder.path());
        const auto now = unix_ms_now();
        {
            FailedUploads failed(executor, store, day);
            failed.add(failed_at(now - 2));
            failed.add(failed_at(now - 1));
            co_await failed.stop();
        }
        FailedUploads failed(executor, store, day);
        const std::vector<FailedUpload> both{failed_at(now - 2), failed_at(now - 1)};
        EXPECT_EQ(failed.all(), both);
        co_await failed.stop();
    });
}

// The program is killed: nobody calls stop().
TEST(FailedUploads, AreThereAfterACrash) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const testing::TemporaryFolder folder;
        storage::Store store(folder.path());
        FailedUploads failed(executor, store, day);
        failed.add(failed_at(unix_ms_now()));
        EXPECT_TRUE(co_await eventually([&] {
            storage::Store next(folder.path());
            return FailedUploads(executor, next, day).all().size() == 1u;
        }));
    });
}

TEST(FailedUploads, AreOfTheLastDayAndAtMostAThousand) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const testing::TemporaryFolder folder;
        storage::Store store(folder.path());
        const auto now = unix_ms_now();
        {
            FailedUploads failed(executor, store, day);
            failed.add(failed_at(now - 25 * 3'600'000));
            EXPECT_TRUE(failed.all().empty());
            for (int i = 0; i < 1'500; ++i)
                failed.add(failed_at(now, std::to_string(i) + std::string(1'000, 'x')));
            EXPECT_EQ(failed.all().size(), 1'000u);
            co_await failed.stop();
        }
        const auto kept = FailedUploads(executor, store, day).all();
        EXPECT_EQ(kept.size(), 1'000u);
        EXPECT_TRUE(kept.back().problem.detail.starts_with("1499x"));
        EXPECT_LE(kept.back().problem.detail.size(), 300u);
        const auto record = store.load_record("failed_uploads");
        EXPECT_LT((*record)->reveal().size(), 500'000u);
    });
}

TEST(FailedUploads, AreForgottenWhenTheirRecordCannotBeRead) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const testing::TemporaryFolder folder;
        storage::Store store(folder.path());
        EXPECT_TRUE(co_await store.save_record("failed_uploads", Secret("[{")));
        EXPECT_TRUE(FailedUploads(executor, store, day).all().empty());
    });
}

}  // namespace
}  // namespace gantry::fuse::snapshots
