#include "bambu/commands.hpp"

#include <gtest/gtest.h>

namespace gantry::bambu {
namespace {

TEST(Commands, AreTheJsonThatPrintersExpect) {
    Commands commands;
    EXPECT_EQ(commands.push_all().payload,
              R"({"pushing":{"version":1,"push_target":1,"command":"pushall","sequence_id":"30000"}})");
    EXPECT_EQ(commands.pause().payload, R"({"print":{"param":"","command":"pause","sequence_id":"30001"}})");
    const auto light = commands.set_light(Light::on);
    EXPECT_EQ(light.payload,
              R"({"system":{"led_node":"chamber_light","led_mode":"on","led_on_time":500,"led_off_time":500,)"
              R"("loop_times":0,"interval_time":0,"command":"ledctrl","sequence_id":"30002"}})");
    EXPECT_EQ(light.family, "system");
    EXPECT_EQ(light.sequence_id, "30002");
    EXPECT_EQ(commands.set_speed(3).payload,
              R"({"print":{"param":"3","command":"print_speed","sequence_id":"30003"}})");
}

}  // namespace
}  // namespace gantry::bambu
