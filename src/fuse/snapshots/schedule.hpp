// When the next picture of a printer is due. Pure: any thread.
#pragma once

#include <chrono>
#include <optional>

#include "farm/printer.hpp"

namespace gantry::fuse::snapshots {

struct Cadence {
    std::chrono::milliseconds printing{30'000};  // from the start to the end of a print, pauses included
    std::chrono::milliseconds idle{600'000};
};

// Nothing for a printer that cannot be reached.
std::optional<std::chrono::milliseconds> period_of(const farm::PrinterState& state, const Cadence& cadence);

// The first moment after `now` at this share (0 … 1) of the period, counted from the clock's own beginning:
// printers of different shares never fall together.
std::chrono::steady_clock::time_point next_due(std::chrono::steady_clock::time_point now,
                                               std::chrono::milliseconds period, double share);

// The share of the printer that was the `index`-th to come: far from those of its neighbours, however many
// follow.
double share_of(std::size_t index);

}  // namespace gantry::fuse::snapshots
