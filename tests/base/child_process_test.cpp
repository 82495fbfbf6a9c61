#include "base/child_process.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/private_file.hpp"
#include "base/supervisor.hpp"
#include "tests/base/eventually.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/base/temporary_folder.hpp"

namespace gantry {
namespace {

using testing::TemporaryFolder;

TEST(ChildProcess, ReportsItsExitStatus) {
    run_coroutine([](Executor) -> awaitable<void> {
        Program good{.path = "/bin/true"};
        EXPECT_TRUE(co_await run_to_end(std::move(good)));
        Program bad{.path = "/bin/false"};
        EXPECT_EQ((co_await run_to_end(std::move(bad))).error().detail, "/bin/false: status 1");
        Program missing{.path = "/nowhere/at-all"};
        EXPECT_EQ((co_await run_to_end(std::move(missing))).error().detail, "/nowhere/at-all: status 127");
    });
}

TEST(ChildProcess, GetsOnlyItsArgumentsAndEnvironment) {
    run_coroutine([](Executor) -> awaitable<void> {
        const TemporaryFolder folder;
        const auto log = folder.path() + "/log";
        Program program{
            .path = "/usr/bin/env", .arguments = {"B=two words"}, .environment = {"A=1"}, .log_file = log};
        EXPECT_TRUE(co_await run_to_end(std::move(program)));
        EXPECT_EQ(read_file(log), "A=1\nB=two words\n");
    });
}

TEST(ChildProcess, IsKilledWithItsDescendantsWhenItsOwnerGoes) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Supervisor supervisor(executor, "test");
        auto task = supervisor.spawn("sleeps", [] {
            Program program{.path = "/usr/bin/setsid", .arguments = {"-w", "-f", "/bin/sleep", "1000"}};
            return run_forever(std::move(program));
        });
        EXPECT_TRUE(co_await eventually([] { return descendants(getpid()).size() == 2; }));
        task.cancel();
        co_await task.join();
        EXPECT_TRUE(descendants(getpid()).empty());
    });
}

}  // namespace
}  // namespace gantry
