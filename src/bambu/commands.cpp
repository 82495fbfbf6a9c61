#include "bambu/commands.hpp"

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

}  // namespace gantry::bambu
