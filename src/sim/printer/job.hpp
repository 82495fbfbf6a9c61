// The course of one print, compressed into the seconds that a rehearsal has. Pure values: any thread.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

namespace gantry::sim::printer {

// In the order of docs/protocols/bambu-report.md, section 8.
enum class Phase { preparing, heating, loading, wiping, homing, printing, unloading, done };

struct Moment {
    Phase phase = Phase::preparing;
    double share = 0;  // 0 … 1 of the phase
};

// Shares of the whole print, of all phases but `done`.
inline constexpr std::array phase_shares{0.03, 0.10, 0.05, 0.03, 0.03, 0.70, 0.06};

constexpr Moment moment_of(double share_of_print) {
    double start = 0;
    for (std::size_t i = 0; i < phase_shares.size(); ++i) {
        if (share_of_print < start + phase_shares[i])
            return {static_cast<Phase>(i), std::max(0.0, (share_of_print - start) / phase_shares[i])};
        start += phase_shares[i];
    }
    return {Phase::done, 1};
}

struct Job {
    std::string file;
    std::string title;
    std::string task_id = "0";
    int layers = 120;
    std::chrono::milliseconds duration{std::chrono::minutes(5)};
    int tray = 0;  // AMS slot, or no_tray for the external spool
    double nozzle_c = 220;
    double bed_c = 60;
    bool missing_file = false;
};

}  // namespace gantry::sim::printer
