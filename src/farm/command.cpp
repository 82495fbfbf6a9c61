#include "farm/command.hpp"

#include <fmt/format.h>

#include <boost/describe/enum_from_string.hpp>
#include <cmath>

namespace gantry::farm {
namespace {

Result<> refuse_missing() {
    return fail(Errc::malformed, "value is missing");
}

Result<> check_heat(const Command& command, int most, std::string_view what) {
    if (most == 0) return fail(Errc::unsupported, fmt::format("the {} of this printer is not heated", what));
    if (!command.value) return refuse_missing();
    if (*command.value >= 0 && *command.value <= most) return {};
    return fail(Errc::malformed, fmt::format("the {} of this printer takes 0 to {} °C", what, most));
}

Result<> check_fan(const Command& command, bool has, std::string_view what) {
    if (!has) return fail(Errc::unsupported, fmt::format("this printer has no {} fan", what));
    if (!command.value) return refuse_missing();
    if (*command.value >= 0 && *command.value <= 100) return {};
    return fail(Errc::malformed, "a fan runs at 0 to 100 %");
}

Result<> check_move(const Command& command, int most) {
    if (most == 0) return fail(Errc::unsupported, "the axes of this printer cannot be moved from here");
    if (!command.value) return refuse_missing();
    const double distance = std::abs(*command.value);
    if (distance >= 0.1 && distance <= most) return {};
    return fail(Errc::malformed, fmt::format("an axis moves by 0.1 to {} mm at a time", most));
}

}  // namespace

double value_of(const Command& command) {
    return command.value.value_or(0);
}

bool is_move(Action action) {
    return action == Action::move_x || action == Action::move_y || action == Action::move_z;
}

bool is_slow(Action action) {
    return action == Action::home;
}

Result<Command> command_of(const std::string& action, std::optional<double> value) {
    Action known{};
    if (!boost::describe::enum_from_string(action.c_str(), known))
        return fail(Errc::malformed, action.empty() ? "action is missing" : "action: unknown");
    return Command(known, value);
}

Result<> check(const Command& command, const Limits& limits) {
    switch (command.action) {
        case Action::nozzle_temperature:
            return check_heat(command, limits.nozzle_c, "nozzle");
        case Action::bed_temperature:
            return check_heat(command, limits.bed_c, "bed");
        case Action::chamber_temperature:
            return check_heat(command, limits.chamber_c, "chamber");
        case Action::part_fan:
            return check_fan(command, limits.part_fan, "part");
        case Action::aux_fan:
            return check_fan(command, limits.aux_fan, "auxiliary");
        case Action::chamber_fan:
            return check_fan(command, limits.chamber_fan, "chamber");
        case Action::move_x:
        case Action::move_y:
        case Action::move_z:
            return check_move(command, limits.move_mm);
        case Action::home:
            if (limits.move_mm == 0)
                return fail(Errc::unsupported, "the axes of this printer cannot be moved from here");
            return {};
        case Action::light_on:
        case Action::light_off:
        case Action::pause:
        case Action::resume:
        case Action::stop:
        case Action::speed_silent:
        case Action::speed_standard:
        case Action::speed_sport:
        case Action::speed_ludicrous:
        case Action::clear_plate:
            return {};
    }
    return {};
}

}  // namespace gantry::farm
