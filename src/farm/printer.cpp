#include "farm/printer.hpp"

#include <algorithm>

namespace gantry::farm {
namespace {

bool names_material(const std::vector<FilamentSlot>& slots) {
    return std::ranges::any_of(slots, [](const auto& slot) { return slot.loaded && !slot.material.empty(); });
}

// Printers that report no places for filament have nothing that could be set.
bool lacks_material(const PrinterState& state) {
    if (state.filament_units.empty() && state.external_spools.empty()) return false;
    return !names_material(state.external_spools) &&
           std::ranges::none_of(state.filament_units,
                                [](const auto& unit) { return names_material(unit.slots); });
}

bool lacks_model(const Printer& printer) {
    return printer.model.empty() || printer.model == "Other";
}

}  // namespace

bool has_camera(const Printer& printer) {
    return printer.camera != no_camera;
}

bool has_job(Activity activity) {
    return activity == Activity::preparing || activity == Activity::printing || activity == Activity::paused;
}

bool has_print(const PrinterState& state) {
    return !state.own_job && has_job(state.activity);
}

Status status_of(const Printer& printer, const PrinterState& state) {
    switch (state.connection) {
        case Connection::disabled:
        case Connection::connecting:
        case Connection::stale:
        case Connection::offline:
            return Status::offline;
        case Connection::refused:
            return Status::needs_configuration;
        case Connection::online:
            break;
    }
    if (state.activity == Activity::paused) return Status::waiting;
    if (has_job(state.activity)) return Status::printing;
    if (state.needs_clearing) return Status::waiting;
    if (lacks_model(printer) || lacks_material(state)) return Status::needs_configuration;
    return Status::ready;
}

}  // namespace gantry::farm
