#include "base/exit_limit.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace gantry {
namespace {

using namespace std::chrono_literals;

TEST(ExitLimit, EndsAProcessThatSomethingHolds) {
    const auto hang = [] {
        exit_within(20ms);
        for (;;)
            pause();
    };
    EXPECT_EXIT(hang(), testing::ExitedWithCode(0), "stopped without waiting");
}

}  // namespace
}  // namespace gantry
