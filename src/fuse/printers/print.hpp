// Which print a printer makes: reports number few and tell no times, so each is followed from one report to
// the next, from its begin to its end. Pure.
#pragma once

#include "farm/printer.hpp"

namespace gantry::fuse::printers {

enum class Gap { none, some };

// What surrounds a report. Within one call.
struct Sight {
    const farm::PrinterState& before;  // the state until now
    const farm::Print& said_before;    // the driver's word in the report before
    Gap gap = Gap::none;               // some: reports may be missing before this one
    std::int64_t now = 0;              // Unix milliseconds
};

// The print after a report. Times and results are those that were seen: after a gap they stay open.
farm::Print after(farm::Print print, const farm::PrinterState& report, const Sight& sight);

}  // namespace gantry::fuse::printers
