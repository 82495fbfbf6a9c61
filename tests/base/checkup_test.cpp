#include "base/checkup.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"
#include "base/supervisor.hpp"
#include "base/within.hpp"
#include "tests/base/run_coroutine.hpp"

namespace gantry {
namespace {

const Finding no_answer{StepState::failed, "No answer in time.", "no_answer"};

TEST(Checkup, KeepsTheFirstFindingOfEachStep) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Checkup checkup(executor, {{"port", "Port"}, {"code", "Access code"}});
        int told = 0;
        const auto telling = checkup.changed().subscribe([&] { ++told; });
        EXPECT_GT(checkup.report().started_at, 0);
        checkup.start("port");
        EXPECT_EQ(checkup.report().steps.at(0).state, StepState::running);
        checkup.settle("port", passed("open"));
        checkup.settle("port", no_answer);
        checkup.start("port");
        EXPECT_EQ(told, 2);
        EXPECT_EQ(checkup.report().steps.at(0).seen, "open");
        EXPECT_FALSE(checkup.report().done);
        checkup.finish(no_answer);
        EXPECT_TRUE(checkup.report().done);
        EXPECT_EQ(checkup.report().steps.at(0).state, StepState::passed);
        EXPECT_EQ(checkup.report().steps.at(1).cause, "no_answer");
        EXPECT_FALSE(is_well(checkup.report()));
        EXPECT_EQ(to_json(checkup.report()).at("steps").at(1).at("state"), "failed");
        co_return;
    });
}

TEST(Checkup, LetsOneStepWaitForAnother) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Checkup checkup(executor, {{"port", "Port"}, {"code", "Access code"}});
        Supervisor supervisor(executor, "test");
        StepState seen = StepState::waiting;
        auto waiting =
            supervisor.spawn("wait", [&]() -> awaitable<void> { seen = co_await checkup.settled("code"); });
        checkup.settle("port", passed("open"));
        EXPECT_EQ(seen, StepState::waiting);
        checkup.settle("code", skipped("no need"));
        co_await within(5s, waiting.join());
        EXPECT_EQ(seen, StepState::skipped);
        EXPECT_TRUE(is_well(checkup.report()));
    });
}

TEST(Checkup, KnowsNothingOfStepsThatAreNotPlanned) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Checkup checkup(executor, {{"port", "Port"}});
        EXPECT_FALSE(checkup.plans("code"));
        checkup.start("code");
        checkup.settle("code", passed("right"));
        EXPECT_EQ(co_await checkup.settled("code"), StepState::skipped);
        EXPECT_EQ(checkup.report().steps.size(), 1u);
    });
}

}  // namespace
}  // namespace gantry
