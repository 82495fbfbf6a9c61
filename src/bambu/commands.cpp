#include "bambu/commands.hpp"

#include <fmt/format.h>

#include <cmath>

namespace gantry::bambu {

Request Commands::make(std::string_view family, std::string_view command, json::object fields) {
    auto sequence_id = std::to_string(next_sequence_++);
    fields["command"] = command;
    fields["sequence_id"] = sequence_id;
    json::object message;
    message[family] = std::move(fields);
    return {std::string(family), std::string(command), std::move(sequence_id), to_text(message)};
}

Request Commands::push_all() {
    return make("pushing", "pushall", {{"version", 1}, {"push_target", 1}});
}

Request Commands::start_pushing() {
    return make("pushing", "start", {});
}

Request Commands::get_version() {
    return make("info", "get_version", {});
}

Request Commands::pause() {
    return make("print", "pause", {{"param", ""}});
}

Request Commands::resume() {
    return make("print", "resume", {{"param", ""}});
}

Request Commands::stop() {
    return make("print", "stop", {{"param", ""}});
}

Request Commands::set_light(Light light) {
    // All six must be present, also where they mean nothing.
    return make("system", "ledctrl",
                {{"led_node", "chamber_light"},
                 {"led_mode", light == Light::on ? "on" : "off"},
                 {"led_on_time", 500},
                 {"led_off_time", 500},
                 {"loop_times", 0},
                 {"interval_time", 0}});
}

Request Commands::set_speed(int level) {
    return make("print", "print_speed", {{"param", std::to_string(level)}});
}

Request Commands::run(std::string gcode) {
    return make("print", "gcode_line", {{"param", std::move(gcode)}});
}

Request Commands::heat_nozzle(int celsius, std::optional<int> extruder) {
    if (extruder) return run(fmt::format("M104 T{} S{}\n", *extruder, celsius));
    return run(fmt::format("M104 S{}\n", celsius));
}

Request Commands::heat_bed(int celsius) {
    return run(fmt::format("M140 S{}\n", celsius));
}

Request Commands::heat_chamber(int celsius, const HeatLimits& heat) {
    constexpr int warm = 40;
    const auto target = fmt::format("M141 S{}\n", celsius);
    if (!heat.air_flap) return run(target);
    return run(fmt::format("M145 P{}\n", celsius > warm ? 1 : 0) + target);
}

Request Commands::set_fan(Fan fan, double percent) {
    const auto speed = std::lround(percent * 255 / 100);
    return run(fmt::format("M106 P{} S{}\n", static_cast<int>(fan), speed));
}

Request Commands::home() {
    return run("G28\n");
}

Request Commands::move(Axis axis, double millimetres) {
    constexpr std::string_view letters = "XYZ";
    const int speed = axis == Axis::z ? 900 : 3000;  // mm/min, as the maker's client moves
    // The end stops count meanwhile, and what was set before is set again after it.
    return run(
        fmt::format("M211 S\nM211 X1 Y1 Z1\nM1002 push_ref_mode\nG91\nG1 {}{:.1f} F{}\n"
                    "M1002 pop_ref_mode\nM211 R\n",
                    letters[static_cast<std::size_t>(axis)], millimetres, speed));
}

}  // namespace gantry::bambu
