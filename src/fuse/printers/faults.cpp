#include "fuse/printers/faults.hpp"

namespace gantry::fuse::printers {
namespace {

farm::Severity severity_of(gantry::bambu::FaultSeverity severity) {
    switch (severity) {
        case gantry::bambu::FaultSeverity::fatal:
            return farm::Severity::fatal;
        case gantry::bambu::FaultSeverity::serious:
            return farm::Severity::serious;
        case gantry::bambu::FaultSeverity::common:
            return farm::Severity::common;
        case gantry::bambu::FaultSeverity::info:
            return farm::Severity::info;
    }
    return farm::Severity::common;
}

}  // namespace

farm::Fault farm_fault(gantry::bambu::Fault fault) {
    return {.code = std::move(fault.code),
            .severity = severity_of(fault.severity),
            .module = std::move(fault.module),
            .text = std::move(fault.text),
            .link = std::move(fault.link)};
}

}  // namespace gantry::fuse::printers
