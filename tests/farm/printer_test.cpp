#include "farm/printer.hpp"

#include <gtest/gtest.h>

namespace gantry::farm {
namespace {

struct Case {
    Connection connection;
    Activity activity;
    Status expected;
};

TEST(PrinterStatus, FollowsConnectionFirstAndActivityThen) {
    const Case cases[] = {
        {Connection::online, Activity::printing, Status::printing},
        {Connection::online, Activity::preparing, Status::printing},
        {Connection::online, Activity::idle, Status::ready},
        {Connection::online, Activity::unknown, Status::ready},
        {Connection::online, Activity::paused, Status::waiting},
        {Connection::online, Activity::finished, Status::waiting},
        {Connection::online, Activity::failed, Status::waiting},
        {Connection::refused, Activity::idle, Status::needs_configuration},
        {Connection::stale, Activity::printing, Status::offline},
        {Connection::offline, Activity::printing, Status::offline},
        {Connection::connecting, Activity::idle, Status::offline},
        {Connection::disabled, Activity::idle, Status::offline},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(status_of({.connection = c.connection, .activity = c.activity}), c.expected);
    }
}

}  // namespace
}  // namespace gantry::farm
