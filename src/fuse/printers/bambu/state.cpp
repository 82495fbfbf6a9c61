#include "fuse/printers/bambu/state.hpp"

#include <array>
#include <cmath>

#include "fuse/printers/faults.hpp"

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

farm::Speed speed_of(int level) {
    using enum farm::Speed;
    constexpr std::array speeds = {unknown, silent, standard, sport, ludicrous};
    return speeds.at(static_cast<std::size_t>(level));
}

farm::Storage storage_of(report::Storage storage) {
    switch (storage) {
        case report::Storage::unknown:
            return farm::Storage::unknown;
        case report::Storage::none:
            return farm::Storage::none;
        case report::Storage::good:
            return farm::Storage::good;
        case report::Storage::faulty:
            return farm::Storage::faulty;
        case report::Storage::read_only:
            return farm::Storage::read_only;
    }
    return farm::Storage::unknown;
}

farm::FilamentUnitKind kind_of(report::AmsKind kind) {
    switch (kind) {
        case report::AmsKind::other:
            return farm::FilamentUnitKind::other;
        case report::AmsKind::ams:
            return farm::FilamentUnitKind::ams;
        case report::AmsKind::ams_lite:
            return farm::FilamentUnitKind::ams_lite;
        case report::AmsKind::ams_2_pro:
            return farm::FilamentUnitKind::ams_2_pro;
        case report::AmsKind::ams_ht:
            return farm::FilamentUnitKind::ams_ht;
    }
    return farm::FilamentUnitKind::other;
}

// Tenths: a P1S measures in steps of 1/32 and wobbles in the last of them all the time.
double rounded(double celsius) {
    return std::round(celsius * 10) / 10;
}

farm::Temperature temperature_of(const report::Heat& heat) {
    return {rounded(heat.actual_c), rounded(heat.target_c)};
}

farm::Nozzle nozzle_of(const report::Nozzle& nozzle) {
    return {.name = nozzle.id == 0 ? "Right" : "Left",
            .temperature = temperature_of(nozzle.heat),
            .diameter_mm = nozzle.diameter_mm,
            .active = nozzle.active};
}

farm::FilamentSlot slot_of(const report::Tray& tray) {
    return {.slot = tray.slot,
            .loaded = tray.loaded,
            .material = tray.material,
            .name = tray.name,
            .colour = tray.colour,
            .remaining_percent = tray.remaining_percent,
            .active = tray.active};
}

farm::FilamentUnit unit_of(const report::Ams& ams) {
    farm::FilamentUnit unit{.unit = ams.id,
                            .kind = kind_of(ams.kind),
                            .humidity_level = ams.humidity_level,
                            .humidity_percent = ams.humidity_percent,
                            .temperature_c = ams.temperature_c,
                            .drying = ams.drying,
                            .drying_minutes = ams.drying_minutes};
    for (const auto& tray : ams.trays)
        unit.slots.push_back(slot_of(tray));
    return unit;
}

void add_faults(const report::Status& status, const lab::Model* model, farm::PrinterState& state) {
    for (const auto& message : status.health) {
        state.faults.push_back(farm_fault(lab::fault_of(message, model != nullptr ? model->wiki : "")));
        if (lab::means_developer_mode_off(message)) state.developer_mode_off = true;
    }
    if (auto error = lab::fault_of_print_error(status.print_error))
        state.faults.push_back(farm_fault(std::move(*error)));
}

}  // namespace

farm::PrinterState state_of(const report::Status& status, const lab::Model* model) {
    farm::PrinterState state;
    state.activity = activity_of(status.job_state);
    state.own_job = status.own_job && farm::has_job(state.activity);
    // How such a job ended is told by faults; there is no print that has.
    if (status.own_job && !state.own_job) state.activity = farm::Activity::idle;
    state.stage = status.stage;
    state.progress = {.job_name = status.job_name,
                      .percent = status.percent,
                      .remaining_minutes = status.remaining_minutes,
                      .layer = status.layer,
                      .total_layers = status.total_layers};
    state.speed = speed_of(status.speed_level);
    state.nozzle = temperature_of(status.nozzle);
    state.nozzle_diameter_mm = status.nozzle_diameter_mm;
    for (const auto& nozzle : status.nozzles)
        state.nozzles.push_back(nozzle_of(nozzle));
    state.bed = temperature_of(status.bed);
    if (status.chamber) state.chamber = temperature_of(*status.chamber);
    const auto& fans = status.fans;
    state.fans = {fans.part, fans.aux, fans.chamber, fans.heatbreak};
    for (const auto& ams : status.ams)
        state.filament_units.push_back(unit_of(ams));
    for (const auto& tray : status.external)
        state.external_spools.push_back(slot_of(tray));
    state.developer_mode_off = status.signature_required;
    add_faults(status, model, state);
    state.print.job_id = status.job_id;
    if (status.cancelled) state.print.result = farm::PrintResult::cancelled;
    state.light_on = status.light_on;
    state.wifi_dbm = status.wifi_dbm;
    state.wired = status.wired;
    state.storage = storage_of(status.storage);
    state.homed = status.homed;
    return state;
}

}  // namespace gantry::fuse::printers::bambu
