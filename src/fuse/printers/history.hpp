// What the temperatures of each printer were in the last hour, for its chart. Bounded: a sample every ten
// seconds, fewer while nothing changes; a printer that is connected and silent goes on with what it said
// last. Owned by the program; the loop's thread only.
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
    enum class End {
        last_report,
        now  // the printer is connected: what it said last still holds
    };
    // The hour before `now`; what held when it began is its first sample.
    HistoryView view(std::int64_t now, End end) const;

private:
    // Nozzle, bed and chamber, each with its target; then those of each nozzle of a machine with several.
    static constexpr std::size_t max_nozzles = 2;
    static constexpr std::size_t of_one = 6;
    static constexpr std::size_t series = of_one + 2 * max_nozzles;
    struct Sample {
        std::int64_t at = 0;
        std::array<std::int16_t, series> tenths{};
    };
    static Sample sample_of(const farm::PrinterState& state, std::int64_t at);
    static Sample gap(std::int64_t at);
    // The last two say the same as this one.
    static bool ends_alike(const std::vector<Sample>& samples, const Sample& sample);
    void push(const Sample& sample);
    void forget_before(std::int64_t begin);
    void take_sample(const Sample& sample);
    std::vector<Sample> samples(std::int64_t now, End end) const;

    std::vector<Sample> samples_;
    std::optional<Sample> newest_;      // what was heard last; none after a gap
    std::vector<std::string> nozzles_;  // their names; empty with one
};

class Histories {
public:
    explicit Histories(Printers& printers);

    // Empty for a printer that nothing was heard of.
    HistoryView of(const farm::PrinterId& id) const;

    // For a start without an end: one gives all away, and its successor goes on with those of printers that
    // it knows.
    using All = std::map<farm::PrinterId, TemperatureHistory>;
    All hand_over() { return std::exchange(histories_, {}); }
    void take_over(All histories);

private:
    void take(const farm::PrinterId& id);
    void forget_removed();

    Printers& printers_;
    All histories_;
    Subscription state_changed_;
    Subscription list_changed_;
};

}  // namespace gantry::fuse::printers
