#include "fuse/printers/bambu/actions.hpp"

#include <fmt/format.h>

#include <cmath>

#include "fuse/printers/actions.hpp"

namespace gantry::fuse::printers::bambu {
namespace {

namespace lab = gantry::bambu;
using lab::report::JobState;

// 1 … 4 in the order of farm::Speed; 0 for what is no speed.
int speed_level(Action action) {
    return static_cast<int>(speed_of(action));
}

int celsius(const Command& command) {
    return static_cast<int>(std::lround(value_of(command)));
}

bool prints(JobState job) {
    return job == JobState::running || job == JobState::prepare;
}

// Which of two nozzles is meant: the active one.
std::optional<int> extruder_of(const lab::report::Status& status) {
    for (const auto& nozzle : status.nozzles)
        if (nozzle.active) return nozzle.id;
    return std::nullopt;
}

lab::Axis axis_of(Action action) {
    if (action == Action::move_x) return lab::Axis::x;
    return action == Action::move_y ? lab::Axis::y : lab::Axis::z;
}

Result<> check_job(Action action, JobState job) {
    const bool has_job = prints(job) || job == JobState::pause;
    if (action == Action::resume && job != JobState::pause)
        return fail(Errc::conflict, "the print is not paused");
    if (action == Action::pause && !prints(job)) return fail(Errc::conflict, "nothing is printing");
    if (action == Action::stop && !has_job) return fail(Errc::conflict, "nothing is printing");
    if (speed_level(action) > 0 && !has_job)
        return fail(Errc::conflict, "the speed can be changed while a print runs");
    if ((action == Action::home || is_move(action)) && has_job)
        return fail(Errc::conflict, "the axes cannot be moved while a print runs");
    return {};
}

// Obeyed beyond the end stops by a printer that does not know where it is.
Result<> check_homed(Action action, std::optional<bool> homed) {
    if (!is_move(action) || homed.value_or(false)) return {};
    return fail(Errc::conflict, "the printer does not know where its axes are: home them first");
}

// Printers report the speed of a fan in fifteenths, rounded.
bool runs_at(std::optional<int> percent, double wanted) {
    constexpr double rounding = 4;
    return percent && std::abs(*percent - wanted) <= rounding;
}

bool heats_to(const lab::report::Heat& heat, const Command& command) {
    return std::abs(heat.target_c - celsius(command)) < 1;
}

}  // namespace

Result<lab::Request> request_for(const Command& command, const lab::report::Status& status,
                                 lab::Commands& commands, const lab::Model* model) {
    const auto action = command.action;
    if (auto fits = check_job(action, status.job_state); !fits) return std::unexpected(fits.error());
    if (auto homed = check_homed(action, status.homed); !homed) return std::unexpected(homed.error());
    switch (action) {
        case Action::light_on:
            return commands.set_light(lab::Light::on);
        case Action::light_off:
            return commands.set_light(lab::Light::off);
        case Action::pause:
            return commands.pause();
        case Action::resume:
            return commands.resume();
        case Action::stop:
            return commands.stop();
        case Action::speed_silent:
        case Action::speed_standard:
        case Action::speed_sport:
        case Action::speed_ludicrous:
            return commands.set_speed(speed_level(action));
        case Action::nozzle_temperature:
            return commands.heat_nozzle(celsius(command), extruder_of(status));
        case Action::bed_temperature:
            return commands.heat_bed(celsius(command));
        case Action::chamber_temperature:
            return commands.heat_chamber(celsius(command),
                                         model != nullptr ? model->heat : lab::HeatLimits{});
        case Action::part_fan:
            return commands.set_fan(lab::Fan::part, value_of(command));
        case Action::aux_fan:
            return commands.set_fan(lab::Fan::aux, value_of(command));
        case Action::chamber_fan:
            return commands.set_fan(lab::Fan::chamber, value_of(command));
        case Action::home:
            return commands.home();
        case Action::move_x:
        case Action::move_y:
        case Action::move_z:
            return commands.move(axis_of(action), value_of(command));
        case Action::clear_plate:
            break;
    }
    return fail(Errc::internal, "the printer has nothing to do with this");
}

bool shows(const lab::report::Status& status, const Command& command) {
    const auto action = command.action;
    const auto job = status.job_state;
    switch (action) {
        case Action::light_on:
            return status.light_on == true;
        case Action::light_off:
            return status.light_on == false;
        case Action::pause:
            return job == JobState::pause;
        case Action::resume:
            return job == JobState::running;
        case Action::stop:
            return job == JobState::failed || job == JobState::idle || job == JobState::finish;
        case Action::speed_silent:
        case Action::speed_standard:
        case Action::speed_sport:
        case Action::speed_ludicrous:
            return status.speed_level == speed_level(action);
        case Action::nozzle_temperature:
            return heats_to(status.nozzle, command);
        case Action::bed_temperature:
            return heats_to(status.bed, command);
        case Action::chamber_temperature:
            return status.chamber && heats_to(*status.chamber, command);
        case Action::part_fan:
            return runs_at(status.fans.part, value_of(command));
        case Action::aux_fan:
            return runs_at(status.fans.aux, value_of(command));
        case Action::chamber_fan:
            return runs_at(status.fans.chamber, value_of(command));
        case Action::home:
            return status.homed == true;
        case Action::move_x:
        case Action::move_y:
        case Action::move_z:
        case Action::clear_plate:
            return true;
    }
    return false;
}

bool needs_answer(Action action) {
    return action == Action::home || is_move(action);
}

bool answers(const lab::report::Acknowledgement& acknowledgement, const lab::Request& request) {
    return acknowledgement.sequence_id == request.sequence_id && acknowledgement.family == request.family &&
           acknowledgement.command == request.command;
}

bool means_developer_mode_off(const lab::report::Acknowledgement& acknowledgement) {
    return lab::means_developer_mode_off(acknowledgement.err_code, acknowledgement.reason);
}

Result<> accepted(const lab::report::Acknowledgement& acknowledgement) {
    if (means_developer_mode_off(acknowledgement))
        return fail(Errc::rejected, std::string(lab::developer_mode_advice));
    const auto code = static_cast<std::uint32_t>(acknowledgement.err_code & 0xFFFF'FFFF);
    if (const auto fault = lab::fault_of_print_error(code)) {
        const auto text = fault->text.empty() ? "error" : fault->text;
        return fail(Errc::rejected, fmt::format("the printer refuses: {} ({})", text, fault->code));
    }
    if (!acknowledgement.refused) return {};
    const auto reason = acknowledgement.reason.empty() ? "it gives no reason" : acknowledgement.reason;
    return fail(Errc::rejected, "the printer refuses: " + reason);
}

}  // namespace gantry::fuse::printers::bambu
