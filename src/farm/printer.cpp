#include "farm/printer.hpp"

namespace gantry::farm {

Status status_of(const PrinterState& state) {
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
    switch (state.activity) {
        case Activity::preparing:
        case Activity::printing:
            return Status::printing;
        case Activity::paused:
        case Activity::finished:
        case Activity::failed:
            return Status::waiting;
        case Activity::unknown:
        case Activity::idle:
            return Status::ready;
    }
    return Status::ready;
}

}  // namespace gantry::farm
