// What the temperatures of each printer were in the last hour, for its chart. Bounded: a sample every ten
// seconds, fewer while nothing changes. Owned by the program; the loop's thread only.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <vector>

#include "farm/history.hpp"
#include "fuse/printers/printers.hpp"

namespace gantry::fuse::printers {

using HistoryView = farm::TemperatureColumns;

// Of one printer. A value.
class TemperatureHistory {
public:
    static constexpr std::size_t max_samples = 400;

    // Whatever the state is now; `now` in Unix milliseconds.
    void take(const farm::PrinterState& state, std::int64_t now);
    HistoryView view(std::int64_t now) const;

private:
    static constexpr std::size_t series = 5;
    struct Sample {
        std::int64_t at = 0;
        std::array<std::int16_t, series> tenths{};
    };
    static Sample sample_of(const farm::PrinterState& state, std::int64_t at);
    static Sample gap(std::int64_t at);
    void push(const Sample& sample);
    void take_sample(const Sample& sample);

    std::vector<Sample> samples_;
    std::optional<Sample> newest_;  // what was heard last; none after a gap
};

class Histories {
public:
    explicit Histories(Printers& printers);

    // Empty for a printer that nothing was heard of.
    HistoryView of(const farm::PrinterId& id) const;

private:
    void take(const farm::PrinterId& id);

    Printers& printers_;
    std::map<farm::PrinterId, TemperatureHistory> histories_;
    Subscription state_changed_;
    Subscription list_changed_;
};

}  // namespace gantry::fuse::printers
