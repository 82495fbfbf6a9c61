#include "fuse/printers/bambu/state.hpp"

namespace gantry::fuse::printers::bambu {
namespace {

namespace lab = gantry::bambu;
namespace report = gantry::bambu::report;

farm::Activity activity_of(report::JobState state) {
    switch (state) {
        case report::JobState::unknown:
            return farm::Activity::unknown;
        case report::JobState::idle:
            return farm::Activity::idle;
        case report::JobState::prepare:
            return farm::Activity::preparing;
        case report::JobState::running:
            return farm::Activity::printing;
        case report::JobState::pause:
            return farm::Activity::paused;
        case report::JobState::finish:
            return farm::Activity::finished;
        case report::JobState::failed:
            return farm::Activity::failed;
    }
    return farm::Activity::unknown;
}

farm::Severity severity_of(lab::FaultSeverity severity) {
    switch (severity) {
        case lab::FaultSeverity::fatal:
            return farm::Severity::fatal;
        case lab::FaultSeverity::serious:
            return farm::Severity::serious;
        case lab::FaultSeverity::common:
            return farm::Severity::common;
        case lab::FaultSeverity::info:
            return farm::Severity::info;
    }
    return farm::Severity::common;
}

farm::Temperature temperature_of(const report::Heat& heat) {
    return {heat.actual_c, heat.target_c};
}

farm::Fault fault_of(lab::Fault fault) {
    return {std::move(fault.code), severity_of(fault.severity), std::move(fault.text), std::move(fault.link)};
}

farm::FilamentUnit unit_of(const report::Ams& ams) {
    farm::FilamentUnit unit{
        .unit = ams.id, .humidity_level = ams.humidity_level, .temperature_c = ams.temperature_c};
    for (const auto& tray : ams.trays) {
        unit.slots.push_back({.slot = tray.slot,
                              .loaded = tray.loaded,
                              .material = tray.material,
                              .colour = tray.colour,
                              .remaining_percent = tray.remaining_percent,
                              .active = tray.active});
    }
    return unit;
}

}  // namespace

farm::PrinterState state_of(const report::Status& status, const lab::Model* model) {
    farm::PrinterState state;
    state.activity = activity_of(status.job_state);
    state.stage = status.stage;
    state.progress = {.job_name = status.job_name,
                      .percent = status.percent,
                      .remaining_minutes = status.remaining_minutes,
                      .layer = status.layer,
                      .total_layers = status.total_layers};
    state.nozzle = temperature_of(status.nozzle);
    state.bed = temperature_of(status.bed);
    if (status.chamber) state.chamber = temperature_of(*status.chamber);
    for (const auto& ams : status.ams)
        state.filament_units.push_back(unit_of(ams));
    for (const auto& message : status.health)
        state.faults.push_back(fault_of(lab::fault_of(message, model != nullptr ? model->wiki : "")));
    if (auto error = lab::fault_of_print_error(status.print_error))
        state.faults.push_back(fault_of(std::move(*error)));
    state.light_on = status.light_on;
    state.wifi_dbm = status.wifi_dbm;
    return state;
}

}  // namespace gantry::fuse::printers::bambu
