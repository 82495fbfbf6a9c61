// The course of one print as a printer reports it (docs/protocols/bambu-report.md, section 8), compressed
// into the seconds that a rehearsal has. Pure values: any thread.
#pragma once

#include <algorithm>
#include <array>

namespace gantry::bambu {

enum class Phase { preparing, heating, loading, wiping, homing, printing, unloading, done };

struct Moment {
    Phase phase = Phase::preparing;
    double share = 0;  // 0 … 1 of the phase
};

// Shares of the whole print, of all phases but `done`.
inline constexpr std::array phase_shares{0.03, 0.10, 0.05, 0.03, 0.03, 0.70, 0.06};

// How much faster layers are printed, by the printer's speed level 1 … 4; 0 is unknown.
inline constexpr std::array pace_of_level{1.0, 0.5, 1.0, 1.24, 1.66};

constexpr double share_of(Phase phase) {
    return phase_shares[static_cast<std::size_t>(phase)];
}

// Of the print when this phase begins.
constexpr double start_of(Phase phase) {
    double start = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(phase); ++i)
        start += phase_shares[i];
    return start;
}

constexpr Moment moment_of(double share_of_print) {
    double start = 0;
    for (std::size_t i = 0; i < phase_shares.size(); ++i) {
        if (share_of_print < start + phase_shares[i])
            return {static_cast<Phase>(i), std::max(0.0, (share_of_print - start) / phase_shares[i])};
        start += phase_shares[i];
    }
    return {Phase::done, 1};
}

}  // namespace gantry::bambu
