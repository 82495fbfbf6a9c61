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

std::string gcode(const Request& request) {
    return std::string(parse_json(request.payload)->at("print").at("param").as_string());
}

TEST(Commands, SpeakGcodeOfHeatersFansAndAxes) {
    Commands commands;
    const auto bed = commands.heat_bed(60);
    EXPECT_EQ(bed.payload,
              R"({"print":{"param":"M140 S60\n","command":"gcode_line","sequence_id":"30000"}})");
    EXPECT_EQ(gcode(commands.heat_nozzle(220, {})), "M104 S220\n");
    EXPECT_EQ(gcode(commands.heat_nozzle(220, 1)), "M104 T1 S220\n") << "the left one of two";
    EXPECT_EQ(gcode(commands.heat_chamber(50, {.chamber_c = 60})), "M141 S50\n");
    EXPECT_EQ(gcode(commands.heat_chamber(50, {.chamber_c = 65, .air_flap = true})), "M145 P1\nM141 S50\n");
    EXPECT_EQ(gcode(commands.heat_chamber(0, {.chamber_c = 65, .air_flap = true})), "M145 P0\nM141 S0\n");
    EXPECT_EQ(gcode(commands.set_fan(Fan::aux, 50)), "M106 P2 S128\n");
    EXPECT_EQ(gcode(commands.set_fan(Fan::chamber, 100)), "M106 P3 S255\n");
    EXPECT_EQ(gcode(commands.home()), "G28\n");
    EXPECT_EQ(gcode(commands.move(Axis::z, -0.1)),
              "M211 S\nM211 X1 Y1 Z1\nM1002 push_ref_mode\nG91\nG1 Z-0.1 F900\nM1002 pop_ref_mode\nM211 R\n");
}

}  // namespace
}  // namespace gantry::bambu
