#include "cloud/server/health.hpp"

#include <gmock/gmock.h>

#include <future>

#include "tests/cloud/test_cloud.hpp"

namespace gantry::cloud::server {
namespace {

using ::testing::HasSubstr;

TEST(Health, IsGoodWhenTheDatabaseAnswersAndTheDiskHasRoom) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        TestCloud cloud(executor);
        const auto ready = co_await cloud.call(Method::get, "/readyz");
        EXPECT_EQ(ready.status, 200) << ready.body;
        EXPECT_EQ(ready.body, R"({"status":"ok"})");
    });
}

TEST(Health, NamesAFullDisk) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        storage::Database database(folder / "cloud.sqlite");
        Health health(executor, database, folder.path(), {.free_bytes = std::uintmax_t{1} << 62});
        const auto ready = co_await health.ready();
        EXPECT_EQ(ready.error().code, Errc::storage);
        EXPECT_THAT(ready.error().detail, HasSubstr("full"));
    });
}

TEST(Health, AnswersInTimeWhileTheDatabaseDoesNot) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        storage::Database database(folder / "cloud.sqlite");
        Health health(executor, database, folder.path(), {.answer = 50ms});
        std::promise<void> release;
        Supervisor supervisor(executor, "test");
        supervisor.run("hangs", [&]() -> awaitable<void> {
            co_await database.run([&](soci::session&) -> Result<> {
                release.get_future().wait();
                return {};
            });
        });
        co_await eventually([&] { return database.waiting() == 1; });
        for (int i = 0; i < 2; ++i) {
            const auto ready = co_await health.ready();
            EXPECT_FALSE(ready);
            if (!ready) EXPECT_THAT(ready.error().detail, HasSubstr("does not answer"));
        }
        EXPECT_EQ(database.waiting(), 2u);  // one question for all who ask
        release.set_value();
        co_await supervisor.stop();
        co_await eventually([&] { return database.waiting() == 0; });
        EXPECT_TRUE(co_await health.ready());
    });
}

}  // namespace
}  // namespace gantry::cloud::server
