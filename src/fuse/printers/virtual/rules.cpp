#include "fuse/printers/virtual/rules.hpp"

#include <algorithm>
#include <array>

#include "bambu/faults.hpp"
#include "fuse/printers/actions.hpp"
#include "fuse/printers/virtual/course.hpp"
#include "fuse/printers/virtual/manual.hpp"
#include "fuse/printers/virtual/spools.hpp"

namespace gantry::fuse::printers::virtual_printer {
namespace {

constexpr std::array nozzles_mm{0.2, 0.4, 0.6, 0.8};
constexpr int most_ams_units = 4;
constexpr int shortest_print_s = 10;
constexpr int longest_print_s = 2 * 60 * 60;
constexpr std::size_t most_errors = 16;
constexpr std::size_t longest_job_name = 100;

Result<> set_errors(Simulation& simulation, const std::vector<std::string>& codes) {
    if (codes.size() > most_errors) return fail(Errc::too_large, "no more than 16 HMS errors at a time");
    std::vector<std::string> errors;
    for (const auto& code : codes) {
        const auto message = gantry::bambu::health_message_of(code);
        if (!message) return std::unexpected(message.error());
        auto written = gantry::bambu::fault_of(*message, "").code;
        if (std::ranges::find(errors, written) == errors.end()) errors.push_back(std::move(written));
    }
    simulation.hms_errors = std::move(errors);
    return {};
}

Result<> check(const TestPrint& print) {
    if (print.seconds < shortest_print_s || print.seconds > longest_print_s)
        return fail(Errc::malformed, "a test print takes 10 seconds to 2 hours");
    if (print.speed == farm::Speed::unknown)
        return fail(Errc::malformed, "a print runs silent, standard, sport or ludicrous");
    const bool has_control =
        std::ranges::any_of(print.job_name, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (has_control || print.job_name.size() > longest_job_name)
        return fail(Errc::malformed, "a job's name has at most 100 characters and no control characters");
    return {};
}

Result<> start(Simulation& simulation, const TestPrint& print, Time now) {
    if (auto fine = check(print); !fine) return fine;
    if (!simulation.online) return fail(Errc::offline, "the printer is switched off");
    if (is_busy(simulation, now)) return fail(Errc::busy, "a print is running; stop it first");
    const auto heat = manual_heat_at(simulation, now);
    StartedPrint started{.print = print, .started_at = milliseconds(now)};
    if (print.job_name.empty())
        started.print.job_name = "Test print " + std::to_string(simulation.prints_started + 1);
    started.tray = tray_for(simulation.ams_units, simulation.prints_started);
    started.nozzle_c = heat.nozzle.actual_c;
    started.bed_c = heat.bed.actual_c;
    simulation.print = std::move(started);
    simulation.manual = {};
    simulation.homed = true;
    ++simulation.prints_started;
    return {};
}

Result<> move(Simulation& simulation, Action action, bool busy) {
    if (busy) return fail(Errc::conflict, "the axes cannot be moved while a print runs");
    if (action == Action::home) simulation.homed = true;
    if (simulation.homed) return {};
    return fail(Errc::conflict, "the printer does not know where its axes are: home them first");
}

Result<> control_print(Simulation& simulation, Action action, Time now) {
    const bool busy = is_busy(simulation, now);
    const bool paused = busy && simulation.print->paused_at != 0;
    if (action == Action::resume) {
        if (!paused) return fail(Errc::conflict, "the print is not paused");
        simulation.print->started_at += milliseconds(now) - std::exchange(simulation.print->paused_at, 0);
        return {};
    }
    if (!busy || (action == Action::pause && paused)) return fail(Errc::conflict, "nothing is printing");
    auto& at = action == Action::pause ? simulation.print->paused_at : simulation.print->stopped_at;
    at = milliseconds(now);
    return {};
}

}  // namespace

Result<> check(const Simulation& simulation) {
    if (std::ranges::find(nozzles_mm, simulation.nozzle_mm) == nozzles_mm.end())
        return fail(Errc::malformed, "a nozzle has 0.2, 0.4, 0.6 or 0.8 mm");
    if (simulation.ams_units < 0 || simulation.ams_units > most_ams_units)
        return fail(Errc::malformed, "a printer has 0 to 4 AMS units");
    return {};
}

Result<> apply(Simulation& simulation, const SimulationChange& change, Time now) {
    auto changed = simulation;
    if (change.online) changed.online = *change.online;
    if (change.hms_errors) {
        if (auto done = set_errors(changed, *change.hms_errors); !done) return done;
    }
    if (change.test_print) {
        if (auto done = start(changed, *change.test_print, now); !done) return done;
    }
    simulation = std::move(changed);
    return {};
}

Result<> act(Simulation& simulation, const Command& command, Time now) {
    const auto action = command.action;
    const bool busy = is_busy(simulation, now);
    const auto set = [&](std::optional<Setting>& setting, double from_c = 0) -> Result<> {
        setting = Setting{value_of(command), from_c, milliseconds(now), busy};
        return {};
    };
    auto& manual = simulation.manual;
    switch (action) {
        case Action::light_on:
        case Action::light_off:
            simulation.light_on = action == Action::light_on;
            return {};
        case Action::pause:
        case Action::resume:
        case Action::stop:
            return control_print(simulation, action, now);
        case Action::speed_silent:
        case Action::speed_standard:
        case Action::speed_sport:
        case Action::speed_ludicrous:
            if (!busy) return fail(Errc::conflict, "the speed can be changed while a print runs");
            set_speed(*simulation.print, speed_of(action), now);
            return {};
        case Action::nozzle_temperature:
            return set(manual.nozzle, manual_heat_at(simulation, now).nozzle.actual_c);
        case Action::bed_temperature:
            return set(manual.bed, manual_heat_at(simulation, now).bed.actual_c);
        case Action::chamber_temperature:
            return set(manual.chamber, chamber_at(simulation, now).actual_c);
        case Action::part_fan:
            return set(manual.part_fan);
        case Action::aux_fan:
            return set(manual.aux_fan);
        case Action::chamber_fan:
            return set(manual.chamber_fan);
        case Action::home:
        case Action::move_x:
        case Action::move_y:
        case Action::move_z:
            return move(simulation, action, busy);
        case Action::clear_plate:
            break;
    }
    return fail(Errc::internal, "the printer has nothing to do with this");
}

}  // namespace gantry::fuse::printers::virtual_printer
