#include "farm/command.hpp"

#include <gtest/gtest.h>

namespace gantry::farm {
namespace {

constexpr Limits limits{.nozzle_c = 300, .bed_c = 100, .part_fan = true, .move_mm = 10};

TEST(Command, IsReadFromItsName) {
    EXPECT_EQ(command_of("bed_temperature", 60)->action, Action::bed_temperature);
    EXPECT_EQ(command_of("bed_temperature", 60)->value, 60);
    EXPECT_EQ(*command_of("pause", {}), Command(Action::pause));
    EXPECT_EQ(command_of("explode", {}).error().code, Errc::malformed);
    EXPECT_EQ(command_of("", {}).error().detail, "action is missing");
}

TEST(Command, StaysWithinWhatThePrinterTakes) {
    struct Case {
        Command command;
        std::optional<Errc> refused;
    };
    const Case cases[] = {
        {{Action::bed_temperature, 0}, {}},
        {{Action::bed_temperature, 100}, {}},
        {{Action::bed_temperature, 100.5}, Errc::malformed},
        {{Action::bed_temperature, -1}, Errc::malformed},
        {Action::bed_temperature, Errc::malformed},
        {{Action::nozzle_temperature, 300}, {}},
        {{Action::nozzle_temperature, 301}, Errc::malformed},
        {{Action::chamber_temperature, 40}, Errc::unsupported},
        {{Action::part_fan, 100}, {}},
        {{Action::part_fan, 101}, Errc::malformed},
        {{Action::aux_fan, 10}, Errc::unsupported},
        {{Action::chamber_fan, 10}, Errc::unsupported},
        {{Action::move_x, 10}, {}},
        {{Action::move_y, -0.1}, {}},
        {{Action::move_z, 0}, Errc::malformed},
        {{Action::move_z, 11}, Errc::malformed},
        {Action::home, {}},
        {Action::pause, {}},
        {Action::clear_plate, {}},
    };
    for (const auto& one : cases) {
        const auto checked = check(one.command, limits);
        const auto code = checked ? std::optional<Errc>() : checked.error().code;
        EXPECT_EQ(code, one.refused) << static_cast<int>(one.command.action) << " " << value_of(one.command);
    }
}

TEST(Command, IsRefusedByAPrinterOfWhichNothingIsKnown) {
    for (const auto action : {Action::nozzle_temperature, Action::bed_temperature, Action::part_fan,
                              Action::home, Action::move_x})
        EXPECT_EQ(check({action, 1}, {}).error().code, Errc::unsupported);
    EXPECT_TRUE(check(Action::light_on, {}));
}

}  // namespace
}  // namespace gantry::farm
