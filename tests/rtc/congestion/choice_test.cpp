#include "rtc/congestion/choice.hpp"

#include <gtest/gtest.h>

namespace gantry::rtc::congestion {
namespace {

using namespace std::chrono_literals;

constexpr Choice::Time epoch{1000s};
constexpr double whole = 300'000;

TEST(Choice, GivesTheCamerasOwnEncodingToWhoeverTakesIt) {
    Choice choice;
    EXPECT_EQ(choice.choose({}, whole, epoch), Encoding::whole);
    EXPECT_EQ(choice.choose(whole, whole, epoch + 1s), Encoding::whole);
    EXPECT_EQ(choice.choose(50'000, 0, epoch + 2s), Encoding::whole) << "nothing to compare with yet";
}

TEST(Choice, GivesTheSmallerOneToASlowWayUntilNoLimitIsKnown) {
    Choice choice;
    EXPECT_EQ(choice.choose(100'000, whole, epoch), Encoding::smaller);
    EXPECT_EQ(choice.choose(2 * whole, whole, epoch + 30s), Encoding::smaller) << "not proved yet";
    EXPECT_EQ(choice.choose({}, whole, epoch + 31s), Encoding::whole);
}

TEST(Choice, TriesTheLargerOneLaterAfterEachTrialInVain) {
    Choice choice;
    auto now = epoch;
    EXPECT_EQ(choice.choose(100'000, whole, now), Encoding::smaller);
    for (const auto patience : {20s, 40s, 80s, 160s, 320s, 600s, 600s}) {
        EXPECT_EQ(choice.choose({}, whole, now + patience - 1s), Encoding::smaller) << patience.count();
        EXPECT_EQ(choice.choose({}, whole, now + patience), Encoding::whole) << patience.count();
        now += patience + 5s;
        EXPECT_EQ(choice.choose(100'000, whole, now), Encoding::smaller);
    }
}

TEST(Choice, ForgetsTrialsInVainOnceOneWasNot) {
    Choice choice;
    choice.choose(100'000, whole, epoch);
    choice.choose({}, whole, epoch + 20s);
    choice.choose(100'000, whole, epoch + 25s);
    choice.choose({}, whole, epoch + 65s);
    choice.choose(100'000, whole, epoch + 600s);
    EXPECT_EQ(choice.choose({}, whole, epoch + 620s), Encoding::whole);
}

}  // namespace
}  // namespace gantry::rtc::congestion
