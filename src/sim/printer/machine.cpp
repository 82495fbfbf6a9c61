#include "sim/printer/machine.hpp"

#include <cmath>
#include <tuple>

#include "base/asio.hpp"

namespace gantry::sim::printer {
namespace {

constexpr double ambient_c = 25;
// Measured on a P1S (docs/protocols/bambu-report.md, section 8); a short print heats faster, to fit.
constexpr double nozzle_heats_per_s = 4;
constexpr double nozzle_cools_per_s = 1.5;
constexpr double bed_heats_per_s = 0.2;
constexpr double bed_cools_per_s = 0.2;
constexpr std::uint32_t cancelled_error = 0x0300400C;
constexpr auto bad_file_delay = 2s;
constexpr auto homing_takes = 3s;
constexpr double chamber_rest_c = 31;
constexpr double chamber_heats_per_s = 0.5;

double approach(double actual, double target, double up, double down) {
    return actual < target ? std::min(target, actual + up) : std::max(target, actual - down);
}

std::array<Tray, 4> loaded_trays() {
    return {Tray{"PLA", "PLA Matte", "GFA01", "7D6556FF", 73, 190, 230},
            Tray{"PLA", "PLA Basic", "GFA00", "E4BD68FF", 41, 190, 230},
            Tray{"PETG", "", "GFG99", "0A5CA8FF", -1, 220, 270}, Tray{}};
}

}  // namespace

Machine::Machine(Identity identity, Settings settings, Clock::time_point now)
    : identity_(std::move(identity)), settings_(std::move(settings)), last_(now) {
    state_.trays = loaded_trays();
    if (settings_.print_again) finished_at_ = now - settings_.rest;
}

bool Machine::busy() const {
    return state_.gcode_state == GcodeState::prepare || state_.gcode_state == GcodeState::running ||
           state_.gcode_state == GcodeState::pause;
}

double Machine::printed() const {
    if (calibrated_) return 0;
    if (!job_) return state_.gcode_state == GcodeState::finish ? 1 : 0;
    const auto moment = moment_of(job_share_);
    if (moment.phase < Phase::printing) return 0;
    return moment.phase == Phase::printing ? moment.share : 1;
}

Result<> Machine::start(Job job, Clock::time_point now) {
    if (busy()) return fail(Errc::busy, "a print is already running");
    job_ = std::move(job);
    calibrated_ = job_->own;
    ++jobs_begun_;
    job_share_ = 0;
    phase_ = Phase::done;
    finished_at_.reset();
    bad_file_since_.reset();
    if (job_->file_error != 0) bad_file_since_ = now;
    state_.gcode_state = GcodeState::idle;
    state_.print_type = job_->own ? "system" : "local";
    state_.print_error = 0;
    state_.file = job_->file;
    state_.title = job_->title;
    state_.task_id = job_->task_id;
    state_.skipped_objects.clear();
    full_due_ = true;
    return {};
}

Result<> Machine::calibrate(Clock::time_point now) {
    constexpr auto file = "auto_cali_for_user_param.gcode";
    return start({.file = fmt::format("/usr/etc/print/{}", file),
                  .title = file,
                  .duration = settings_.print_duration,
                  .tray = no_tray,
                  .own = true},
                 now);
}

Result<> Machine::pause() {
    if (state_.gcode_state != GcodeState::running) return fail(Errc::rejected, "nothing prints");
    state_.gcode_state = GcodeState::pause;
    state_.stage = 16;
    return {};
}

Result<> Machine::resume() {
    if (state_.gcode_state != GcodeState::pause) return fail(Errc::rejected, "nothing is paused");
    state_.gcode_state = GcodeState::running;
    if (job_->own) {
        show_calibration();
    } else {
        show(moment_of(job_share_));
    }
    return {};
}

Result<> Machine::stop() {
    if (!busy()) return fail(Errc::rejected, "nothing prints");
    state_.layer = 0;
    state_.total_layers = 0;
    fail_print(cancelled_error);
    return {};
}

void Machine::complain(Hms message) {
    if (std::ranges::find(state_.hms, message) == state_.hms.end()) state_.hms.push_back(message);
    urgent_ = true;
}

void Machine::calm() {
    state_.hms.clear();
    urgent_ = true;
}

void Machine::fail_print(std::uint32_t error) {
    state_.print_error = error;
    finish();
    state_.gcode_state = GcodeState::failed;
}

void Machine::advance(Clock::time_point now) {
    const std::chrono::duration<double> step = now - last_;
    last_ = now;
    const auto before = std::pair(state_.gcode_state, state_.print_error);
    if (settings_.print_again && finished_at_ && now - *finished_at_ >= settings_.rest) {
        Job job{.file = fmt::format("demo_{}.gcode.3mf", jobs_begun_ + 1),
                .title = fmt::format("demo_{}", jobs_begun_ + 1),
                .layers = settings_.layers,
                .duration = settings_.print_duration,
                .tray = jobs_begun_ % 3};
        std::ignore = start(std::move(job), now);
    } else if (job_) {
        move_job(step);
    }
    if (homing_since_ && now - *homing_since_ >= homing_takes) {
        homing_since_.reset();
        state_.homed = true;
        state_.position = {};
        urgent_ = true;
    }
    move_heat(step);
    urgent_ = urgent_ || before != std::pair(state_.gcode_state, state_.print_error);
}

void Machine::move_job(std::chrono::duration<double> step) {
    if (bad_file_since_) {
        // Acknowledged, and seconds later found to be missing or wrong (docs/protocols/bambu-lan.md, section
        // 8).
        if (last_ - *bad_file_since_ < bad_file_delay) return;
        bad_file_since_.reset();
        state_.print_error = job_->file_error;
        job_.reset();
        state_.print_type = "idle";
        return;
    }
    if (state_.gcode_state == GcodeState::pause) return;
    if (job_->own) {
        job_share_ += step / job_->duration;
        return show_calibration();
    }
    const auto before = moment_of(job_share_);
    const double pace = before.phase == Phase::printing
                            ? bambu::pace_of_level[static_cast<std::size_t>(state_.speed_level)]
                            : 1;
    job_share_ += step / job_->duration * pace;
    const auto moment = moment_of(job_share_);
    // Phase by phase, however late we are: each one is reported.
    if (moment.phase != phase_)
        enter(phase_ == Phase::done ? Phase::preparing : static_cast<Phase>(static_cast<int>(phase_) + 1));
    if (job_) show({phase_, phase_ == moment.phase ? moment.share : 1});
}

void Machine::enter(Phase phase) {
    phase_ = phase;
    switch (phase) {
        case Phase::preparing:
            state_.gcode_state = GcodeState::prepare;
            break;
        case Phase::heating:
            state_.gcode_state = GcodeState::running;
            state_.layer = 0;
            state_.percent = 0;
            state_.total_layers = job_->layers;
            state_.stages = {2, 14, 13};
            state_.nozzle_target_c = job_->nozzle_c;
            state_.bed_target_c = job_->bed_c;
            state_.aux_fan = 102;
            break;
        case Phase::loading:
            state_.tray_target = job_->tray;
            break;
        case Phase::wiping:
            state_.tray_now = state_.tray_previous = job_->tray;
            ++state_.ams_version;
            break;
        case Phase::homing:
            state_.homed = false;
            break;
        case Phase::printing:
            state_.homed = true;
            state_.part_fan = 255;
            state_.stages.clear();
            break;
        case Phase::unloading:
            state_.layer = state_.total_layers;
            state_.part_fan = 0;
            state_.bed_target_c = 0;
            state_.tray_target = no_tray;
            break;
        case Phase::done:
            finish();
            state_.percent = 100;
            state_.gcode_state = GcodeState::finish;
            break;
    }
}

void Machine::finish() {
    job_.reset();
    phase_ = Phase::done;
    finished_at_ = last_;
    state_.print_type = "idle";
    state_.stage = -1;
    state_.stages.clear();
    state_.remaining_minutes = 0;
    state_.nozzle_target_c = state_.bed_target_c = 0;
    state_.part_fan = state_.aux_fan = 0;
    state_.tray_now = state_.tray_previous = state_.tray_target = no_tray;
    state_.ams_status = 0;
}

void Machine::show(Moment moment) {
    const bool ams = job_->tray != no_tray;
    switch (moment.phase) {
        case Phase::preparing:
        case Phase::done:
            break;
        case Phase::heating:
            state_.stage = 2;
            break;
        case Phase::loading:
            state_.stage = 24;
            state_.ams_status = !ams ? 0 : moment.share < 0.5 ? 258 : 261;
            break;
        case Phase::wiping:
            state_.stage = 14;
            state_.ams_status = ams ? 262 : 0;
            break;
        case Phase::homing:
            state_.stage = 13;
            state_.ams_status = ams ? 768 : 0;
            break;
        case Phase::printing:
            state_.stage = 0;
            state_.layer =
                std::min(state_.total_layers, 1 + static_cast<int>(moment.share * state_.total_layers));
            state_.percent = std::min(99, static_cast<int>(moment.share * 97));
            break;
        case Phase::unloading:
            state_.stage = -1;
            state_.percent = 97;
            state_.ams_status = !ams ? 0 : moment.share < 0.3 ? 258 : moment.share < 0.6 ? 259 : 260;
            break;
    }
    const auto left =
        std::chrono::duration<double, std::ratio<60>>(job_->duration * std::max(0.0, 1 - job_share_));
    state_.remaining_minutes = static_cast<int>(std::ceil(left.count()));
}

// One ramp from 0 to 100, without layers (docs/protocols/bambu-report.md, section 1).
void Machine::show_calibration() {
    constexpr std::array stages{14, 1, 3};
    state_.gcode_state = GcodeState::running;
    state_.stages.assign(stages.begin(), stages.end());
    state_.layer = 0;
    state_.total_layers = 0;
    state_.percent = static_cast<int>(job_share_ * 100);
    state_.stage = stages[std::min(stages.size() - 1, static_cast<std::size_t>(job_share_ * stages.size()))];
    state_.remaining_minutes = 0;
    if (job_share_ < 1) return;
    finish();
    state_.percent = 100;
    state_.gcode_state = GcodeState::finish;
}

void Machine::move_heat(std::chrono::duration<double> step) {
    double nozzle_rate = nozzle_heats_per_s;
    double bed_rate = bed_heats_per_s;
    if (job_) {
        const auto heating = std::chrono::duration<double>(job_->duration) *
                             phase_shares[static_cast<std::size_t>(Phase::heating)];
        nozzle_rate = std::max(nozzle_rate, state_.nozzle_target_c / heating.count());
        bed_rate = std::max(bed_rate, state_.bed_target_c / heating.count());
    }
    const double seconds = step.count();
    state_.nozzle_c = approach(state_.nozzle_c, std::max(ambient_c, state_.nozzle_target_c),
                               nozzle_rate * seconds, nozzle_cools_per_s * seconds);
    state_.bed_c = approach(state_.bed_c, std::max(ambient_c, state_.bed_target_c), bed_rate * seconds,
                            bed_cools_per_s * seconds);
    state_.chamber_c = approach(state_.chamber_c, std::max(chamber_rest_c, state_.chamber_target_c),
                                chamber_heats_per_s * seconds, chamber_heats_per_s * seconds);
    // A regulated heater swings a little; so do reports.
    const double wave = std::sin(std::chrono::duration<double>(last_.time_since_epoch()).count() / 3);
    if (state_.nozzle_target_c > 0 && state_.nozzle_c >= state_.nozzle_target_c - 1)
        state_.nozzle_c = state_.nozzle_target_c + wave / 4;
}

json::object Machine::wrap(json::object print, int message) {
    print["command"] = "push_status";
    print["msg"] = message;
    print["sequence_id"] = std::to_string(++sequence_);
    return {{"print", std::move(print)}};
}

std::optional<json::object> Machine::take_full() {
    if (!full_due_) return std::nullopt;
    full_due_ = false;
    urgent_ = false;
    published_ = full_report(identity_, state_);
    return wrap(published_, 0);
}

std::optional<json::object> Machine::take_delta() {
    urgent_ = false;
    auto current = full_report(identity_, state_);
    auto changed = difference(published_, current);
    published_ = std::move(current);
    if (!changed) return std::nullopt;
    return wrap(std::move(*changed), 1);
}

}  // namespace gantry::sim::printer
