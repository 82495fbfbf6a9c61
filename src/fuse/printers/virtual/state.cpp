#include "fuse/printers/virtual/state.hpp"

#include <cmath>

#include "bambu/faults.hpp"
#include "bambu/models.hpp"
#include "bambu/report/report.hpp"
#include "fuse/printers/actions.hpp"
#include "fuse/printers/faults.hpp"
#include "fuse/printers/virtual/manual.hpp"
#include "fuse/printers/virtual/spools.hpp"

namespace gantry::fuse::printers::virtual_printer {
namespace {

namespace lab = gantry::bambu;
using lab::Moment;
using lab::Phase;

constexpr double object_height_mm = 24;
constexpr double resting_c = 25.4;     // cooler is the room itself
constexpr int reports_per_print = 40;  // at least, of a short one
constexpr int wifi_dbm = -47;

int layers_of(double nozzle_mm) {
    return static_cast<int>(std::lround(object_height_mm / (nozzle_mm / 2)));
}

farm::Activity activity_of(const StartedPrint& print, const Course& course) {
    if (print.stopped_at != 0) return farm::Activity::failed;
    if (course.over) return farm::Activity::finished;
    if (print.paused_at != 0) return farm::Activity::paused;
    return course.moment.phase == Phase::preparing ? farm::Activity::preparing : farm::Activity::printing;
}

// As a Bambu Lab printer numbers its stages.
int stage_of(const StartedPrint& print, Moment moment) {
    constexpr int none = -1;
    constexpr int paused_by_user = 16;
    if (print.paused_at != 0) return paused_by_user;
    switch (moment.phase) {
        case Phase::heating:
            return moment.share < 0.7 ? 2 : 7;  // the bed, the nozzle
        case Phase::loading:
            return 24;
        case Phase::wiping:
            return 14;
        case Phase::homing:
            return 13;
        case Phase::unloading:
            return 22;
        case Phase::preparing:
        case Phase::printing:
        case Phase::done:
            return none;
    }
    return none;
}

void add_progress(const Simulation& simulation, const Course& course, farm::PrinterState& state) {
    const auto& print = *simulation.print;
    auto& progress = state.progress;
    progress.job_name = print.print.job_name;
    progress.total_layers = layers_of(simulation.nozzle_mm);
    progress.remaining_minutes = course.over ? 0 : static_cast<int>(std::ceil(course.left_s / 60));
    const auto [phase, share] = course.moment;
    if (phase == Phase::printing) {
        progress.layer = std::min(progress.total_layers, 1 + static_cast<int>(share * progress.total_layers));
        progress.percent = static_cast<int>(share * 97);
    } else if (phase > Phase::printing) {
        progress.layer = progress.total_layers;
        progress.percent = phase == Phase::done ? 100 : 97;
    }
}

void add_print(const Simulation& simulation, Time now, farm::PrinterState& state) {
    const auto& print = *simulation.print;
    const auto course = course_at(print, now);
    state.activity = activity_of(print, course);
    if (!course.over) state.stage = lab::report::stage_text(stage_of(print, course.moment));
    state.speed = print.print.speed;
    state.print.job_id = std::to_string(simulation.prints_started);
    if (print.stopped_at != 0) state.print.result = farm::PrintResult::cancelled;
    add_progress(simulation, course, state);
    const bool runs = !course.over && print.paused_at == 0;
    state.fans.part = runs && course.moment.phase == Phase::printing ? 100 : 0;
    state.fans.aux = runs && course.moment.phase >= Phase::heating ? 40 : 0;
}

void set_fan(const std::optional<Setting>& setting, std::optional<int>& fan, const Simulation& simulation,
             Time now) {
    if (const auto* set = in_force(setting, simulation, now)) fan = static_cast<int>(std::lround(set->value));
}

// Of those it has; what somebody has set wins over what the print wants.
void add_fans(const farm::Limits& limits, const Simulation& simulation, Time now, farm::Fans& fans) {
    const auto& manual = simulation.manual;
    if (!limits.aux_fan) fans.aux.reset();
    if (limits.chamber_fan) fans.chamber = 0;
    set_fan(manual.part_fan, fans.part, simulation, now);
    if (limits.aux_fan) set_fan(manual.aux_fan, fans.aux, simulation, now);
    if (limits.chamber_fan) set_fan(manual.chamber_fan, fans.chamber, simulation, now);
}

// Which filament is in use now; -1 for the one outside, none between prints.
std::optional<int> tray_in_use(const Simulation& simulation, Time now) {
    if (!is_busy(simulation, now)) return std::nullopt;
    if (course_at(*simulation.print, now).moment.phase < Phase::loading) return std::nullopt;
    return simulation.print->tray;
}

void add_faults(const Simulation& simulation, const lab::Model* model, farm::PrinterState& state) {
    for (const auto& code : simulation.hms_errors) {
        const auto message = lab::health_message_of(code);
        if (!message) continue;  // kept by another version
        state.faults.push_back(farm_fault(lab::fault_of(*message, model != nullptr ? model->wiki : "")));
        if (lab::means_developer_mode_off(*message)) state.developer_mode_off = true;
    }
}

}  // namespace

farm::PrinterState state_at(const farm::Printer& printer, const Simulation& simulation, Time now) {
    const auto* model = lab::model_by_name(printer.model);
    const auto heat = manual_heat_at(simulation, now);
    farm::PrinterState state{.activity = farm::Activity::idle,
                             .speed = farm::Speed::standard,
                             .nozzle = heat.nozzle,
                             .nozzle_diameter_mm = simulation.nozzle_mm,
                             .bed = heat.bed,
                             .fans = {.part = 0, .aux = 0},
                             .light_on = simulation.light_on,
                             .firmware = "virtual",
                             .wifi_dbm = wifi_dbm,
                             .storage = farm::Storage::good,
                             .homed = simulation.homed};
    if (model != nullptr && model->chamber_sensor) state.chamber = chamber_at(simulation, now);
    state.fans.heatbreak = heat.nozzle.actual_c > 50 ? 100 : 0;
    if (simulation.print) add_print(simulation, now, state);
    add_fans(limits_of(printer.model), simulation, now, state.fans);
    const auto tray = tray_in_use(simulation, now);
    state.filament_units = units_of(simulation.ams_units, tray.value_or(-1));
    state.external_spools = {external_spool(tray == -1)};
    add_faults(simulation, model, state);
    return state;
}

std::optional<std::chrono::milliseconds> next_change(const Simulation& simulation, Time now) {
    using std::chrono::milliseconds;
    const bool busy = is_busy(simulation, now);
    if (busy && simulation.print->paused_at != 0) return std::nullopt;
    if (busy) {
        const milliseconds step(simulation.print->print.seconds * 1000 / reports_per_print);
        return std::clamp<milliseconds>(step, 250ms, 1000ms);
    }
    const auto heat = manual_heat_at(simulation, now);
    const auto chamber = chamber_at(simulation, now);
    const auto hottest = std::max({heat.nozzle.actual_c, heat.bed.actual_c, chamber.actual_c});
    if (std::max({heat.nozzle.target_c, heat.bed.target_c, chamber.target_c}) > 0) return 1000ms;
    if (hottest > resting_c) return 3000ms;
    return std::nullopt;
}

}  // namespace gantry::fuse::printers::virtual_printer
