#include "fuse/printers/bambu/actions.hpp"

#include <fmt/format.h>

#include "fuse/printers/actions.hpp"

namespace gantry::fuse::printers::bambu {
namespace {

namespace lab = gantry::bambu;
using lab::report::JobState;

// 1 … 4 in the order of farm::Speed; 0 for what is no speed.
int speed_level(Action action) {
    return static_cast<int>(speed_of(action));
}

bool prints(JobState job) {
    return job == JobState::running || job == JobState::prepare;
}

}  // namespace

Result<lab::Request> request_for(Action action, const lab::report::Status& status, lab::Commands& commands) {
    const auto job = status.job_state;
    const bool has_job = prints(job) || job == JobState::pause;
    switch (action) {
        case Action::light_on:
            return commands.set_light(lab::Light::on);
        case Action::light_off:
            return commands.set_light(lab::Light::off);
        case Action::pause:
            if (!prints(job)) return fail(Errc::conflict, "nothing is printing");
            return commands.pause();
        case Action::resume:
            if (job != JobState::pause) return fail(Errc::conflict, "the print is not paused");
            return commands.resume();
        case Action::stop:
            if (!has_job) return fail(Errc::conflict, "nothing is printing");
            return commands.stop();
        case Action::speed_silent:
        case Action::speed_standard:
        case Action::speed_sport:
        case Action::speed_ludicrous:
            if (!has_job) return fail(Errc::conflict, "the speed can be changed while a print runs");
            return commands.set_speed(speed_level(action));
    }
    return fail(Errc::internal, "no such action");
}

bool shows(const lab::report::Status& status, Action action) {
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
    }
    return false;
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
