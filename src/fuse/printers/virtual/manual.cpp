#include "fuse/printers/virtual/manual.hpp"

#include <cmath>

namespace gantry::fuse::printers::virtual_printer {
namespace {

constexpr double room_c = 25;
constexpr double at_rest_c = 0.5;

double rounded(double celsius) {
    return std::round(celsius * 10) / 10;
}

double cooled(double from_c, double to_c, double seconds, double cools_in_s) {
    const double above = (from_c - to_c) * std::exp(-seconds / cools_in_s);
    return to_c + (above < at_rest_c ? 0 : above);
}

double heater_after(const Setting& setting, const Heater& heater, double seconds) {
    const double target = std::max(setting.value, room_c);
    if (setting.from_c > target) return cooled(setting.from_c, target, seconds, heater.cools_in_s);
    const double reached_in = (target - setting.from_c) / heater.heats_per_s;
    if (seconds < reached_in) return setting.from_c + seconds * heater.heats_per_s;
    // A little around it, as regulated heaters do.
    return setting.value > room_c ? target + std::sin(seconds / 3) / 4 : target;
}

double seconds_since(const Setting& setting, Time now) {
    return std::max(0.0, static_cast<double>(milliseconds(now) - setting.at) / 1000);
}

// How long the setting has been over; nothing while it is in force.
std::optional<double> over_for(const Setting& setting, const Simulation& simulation, Time now) {
    if (!setting.in_print || !simulation.print) return std::nullopt;
    const auto course = course_at(*simulation.print, now);
    if (!course.over) return std::nullopt;
    return course.over_for_s;
}

}  // namespace

const Setting* in_force(const std::optional<Setting>& setting, const Simulation& simulation, Time now) {
    if (!setting || over_for(*setting, simulation, now)) return nullptr;
    return &*setting;
}

farm::Temperature temperature_of(const std::optional<Setting>& setting, const Heater& heater,
                                 farm::Temperature otherwise, const Simulation& simulation, Time now) {
    if (!setting) return otherwise;
    const double seconds = seconds_since(*setting, now);
    if (const auto over = over_for(*setting, simulation, now)) {
        const double at_the_end = heater_after(*setting, heater, std::max(0.0, seconds - *over));
        return {.actual_c = rounded(cooled(at_the_end, room_c, *over, heater.cools_in_s))};
    }
    return {.actual_c = rounded(heater_after(*setting, heater, seconds)), .target_c = setting->value};
}

Heat manual_heat_at(const Simulation& simulation, Time now) {
    const auto heat = heat_at(simulation, now);
    const auto& manual = simulation.manual;
    return {.nozzle = temperature_of(manual.nozzle, nozzle_heater, heat.nozzle, simulation, now),
            .bed = temperature_of(manual.bed, bed_heater, heat.bed, simulation, now)};
}

farm::Temperature chamber_at(const Simulation& simulation, Time now) {
    constexpr double share_of_bed = 0.3;
    const double above = (manual_heat_at(simulation, now).bed.actual_c - room_c) * share_of_bed;
    const farm::Temperature by_the_bed{.actual_c = rounded(room_c + above)};
    return temperature_of(simulation.manual.chamber, chamber_heater, by_the_bed, simulation, now);
}

}  // namespace gantry::fuse::printers::virtual_printer
