#include "fuse/snapshots/schedule.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>

namespace gantry::fuse::snapshots {
namespace {

using namespace std::chrono_literals;
using farm::Activity;
using farm::Connection;

TEST(Schedule, FollowsWhatThePrinterDoes) {
    const struct {
        Connection connection;
        Activity activity;
        std::optional<std::chrono::milliseconds> period;
    } table[] = {
        {Connection::online, Activity::preparing, 30s}, {Connection::online, Activity::printing, 30s},
        {Connection::online, Activity::paused, 30s},    {Connection::stale, Activity::printing, 30s},
        {Connection::online, Activity::idle, 10min},    {Connection::online, Activity::finished, 10min},
        {Connection::online, Activity::failed, 10min},  {Connection::online, Activity::unknown, 10min},
        {Connection::offline, Activity::printing, {}},  {Connection::connecting, Activity::idle, {}},
        {Connection::refused, Activity::idle, {}},      {Connection::disabled, Activity::idle, {}},
    };
    for (const auto& row : table) {
        farm::PrinterState state;
        state.connection = row.connection;
        state.activity = row.activity;
        EXPECT_EQ(period_of(state, Cadence{}), row.period)
            << static_cast<int>(row.connection) << static_cast<int>(row.activity);
    }
}

TEST(Schedule, ComesOncePerPeriodAtThePrintersOwnPlace) {
    std::chrono::steady_clock::time_point now{12'345ms};
    const auto first = next_due(now, 30s, 0.25);
    EXPECT_EQ(first.time_since_epoch() % 30s, 7'500ms);
    EXPECT_GT(first, now);
    EXPECT_LE(first - now, 30s);
    EXPECT_EQ(next_due(first, 30s, 0.25) - first, 30s);
}

TEST(Schedule, SpreadsAHundredPrintersOverThePeriod) {
    std::map<std::int64_t, int> in_second;
    const std::chrono::steady_clock::time_point now{};
    for (std::size_t i = 0; i < 100; ++i)
        ++in_second[next_due(now, 30s, share_of(i)).time_since_epoch() / 1s];
    for (const auto& [second, count] : in_second)
        EXPECT_LE(count, 5) << second;
}

}  // namespace
}  // namespace gantry::fuse::snapshots
