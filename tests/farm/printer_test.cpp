#include "farm/printer.hpp"

#include <gtest/gtest.h>

namespace gantry::farm {
namespace {

const Printer workshop{.name = "Workshop", .model = "P1S"};

struct Case {
    Connection connection;
    Activity activity;
    bool needs_clearing;
    Status expected;
};

TEST(PrinterStatus, FollowsConnectionFirstAndActivityThen) {
    const Case cases[] = {
        {Connection::online, Activity::printing, false, Status::printing},
        {Connection::online, Activity::preparing, false, Status::printing},
        {Connection::online, Activity::idle, false, Status::ready},
        {Connection::online, Activity::unknown, false, Status::ready},
        {Connection::online, Activity::paused, false, Status::waiting},
        {Connection::online, Activity::finished, true, Status::waiting},
        {Connection::online, Activity::finished, false, Status::ready},
        {Connection::online, Activity::failed, true, Status::waiting},
        {Connection::online, Activity::failed, false, Status::ready},
        {Connection::online, Activity::idle, true, Status::waiting},
        {Connection::refused, Activity::idle, true, Status::needs_configuration},
        {Connection::stale, Activity::printing, false, Status::offline},
        {Connection::offline, Activity::printing, false, Status::offline},
        {Connection::connecting, Activity::idle, false, Status::offline},
        {Connection::disabled, Activity::idle, false, Status::offline},
    };
    for (const auto& c : cases) {
        const PrinterState state{
            .connection = c.connection, .activity = c.activity, .needs_clearing = c.needs_clearing};
        EXPECT_EQ(status_of(workshop, state), c.expected);
    }
}

TEST(PrinterStatus, AsksForMaterialAndModelWhenNothingElseIsToBeDone) {
    const FilamentSlot empty{.slot = 0};
    const FilamentSlot nameless{.slot = 1, .loaded = true};
    const FilamentSlot pla{.slot = 2, .loaded = true, .material = "PLA"};
    PrinterState state{.connection = Connection::online, .activity = Activity::idle};
    EXPECT_EQ(status_of(workshop, state), Status::ready) << "it reports no places for filament";
    state.filament_units = {{.unit = 0, .slots = {empty, nameless}}};
    state.external_spools = {empty};
    EXPECT_EQ(status_of(workshop, state), Status::needs_configuration);
    auto busy = state;
    busy.activity = Activity::printing;
    EXPECT_EQ(status_of(workshop, busy), Status::printing);
    auto done = state;
    done.needs_clearing = true;
    EXPECT_EQ(status_of(workshop, done), Status::waiting);
    auto outside = state;
    outside.external_spools = {pla};
    EXPECT_EQ(status_of(workshop, outside), Status::ready);
    state.filament_units[0].slots.push_back(pla);
    EXPECT_EQ(status_of(workshop, state), Status::ready);
    EXPECT_EQ(status_of({.model = "Other"}, state), Status::needs_configuration);
    EXPECT_EQ(status_of({}, state), Status::needs_configuration);
}

}  // namespace
}  // namespace gantry::farm
