// What a printer may be told, and what it takes. Shared by Fuse and Cloud. Pure values: any thread.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "farm/printer.hpp"

namespace gantry::farm {

enum class Action {
    light_on,
    light_off,
    pause,
    resume,
    stop,
    speed_silent,
    speed_standard,
    speed_sport,
    speed_ludicrous,
    nozzle_temperature,  // of the active nozzle, °C; 0 = off
    bed_temperature,
    chamber_temperature,
    part_fan,  // percent
    aux_fan,
    chamber_fan,
    home,    // all axes
    move_x,  // from where it is, millimetres
    move_y,
    move_z,
    clear_plate  // a person has taken the print off; the printer itself hears nothing of it
};
BOOST_DESCRIBE_ENUM(Action, light_on, light_off, pause, resume, stop, speed_silent, speed_standard,
                    speed_sport, speed_ludicrous, nozzle_temperature, bed_temperature, chamber_temperature,
                    part_fan, aux_fan, chamber_fan, home, move_x, move_y, move_z, clear_plate)

struct Command {
    // Most actions need no value.
    Command(Action action, std::optional<double> value = {}) : action(action), value(value) {}
    Action action;
    std::optional<double> value;
    friend bool operator==(const Command&, const Command&) = default;
};

// What it may change: a heater, a fan, an axis … Never a value for those that need none.
double value_of(const Command& command);
bool is_move(Action action);
// That takes up to a minute, not seconds.
bool is_slow(Action action);

// Errors: malformed.
Result<Command> command_of(const std::string& action, std::optional<double> value);
// Whether a printer with these limits takes it. Errors: malformed (no value, or out of bounds), unsupported
// (it has no such heater or fan).
Result<> check(const Command& command, const Limits& limits);

}  // namespace gantry::farm
