// How many bytes per second one viewer may be sent. A queue that fills shows first in the round trip, then in
// losses; losses without a longer round trip are bad air, which sending less does not mend. Owned by one
// peer; used on the loop's thread. No clock of its own: callers pass the time.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace gantry::rtc::congestion {

// What the browser said, and what we had sent by then.
struct Report {
    std::uint32_t highest_sequence = 0;       // of its packets, extended
    std::int32_t lost = 0;                    // packets, since the beginning
    std::chrono::microseconds round_trip{0};  // zero: not known
    std::uint64_t bytes_sent = 0;             // since the beginning, what was sent again included
    double wanted = 0;                        // bytes per second that the stream has, sent or not
};

class Limiter {
public:
    using Time = std::chrono::steady_clock::time_point;

    // Below this no picture of a camera arrives in any time worth waiting for.
    static constexpr double least = 12'500;  // bytes per second

    // Sending begins with the packet after `sequence`. Otherwise the first report is only what the second one
    // is compared with.
    void start(Time now, std::uint32_t sequence) { begin({.highest_sequence = sequence}, now); }
    void on_report(const Report& report, Time now);
    // Bytes per second; none: as fast as the stream and the pace allow.
    std::optional<double> limit() const { return limit_; }

private:
    enum class Way { clear, busy, filling, congested };
    Way judge(double lost, double packets, std::chrono::microseconds round_trip);
    void remember(std::chrono::microseconds round_trip, Time now);
    void adjust(Way way, double sent, double lost, double seconds);
    void begin(const Report& report, Time now);
    double lost_share(const Report& report) const;
    double packets_since(const Report& report) const;
    void lower(double sent, double lost);
    void raise(double sent, double seconds);

    std::optional<double> limit_;
    // The reports since then are judged together.
    std::optional<Time> since_;
    Report before_;                                        // as of then
    std::optional<std::chrono::microseconds> round_trip_;  // the shortest of them
    std::chrono::microseconds shortest_{0};                // the round trip of an empty way; zero: not known
    Time shortest_at_;
    double full_ = 0;  // what arrived per second when the way was full last
    double peak_ = 0;  // what arrived per second in a good interval not long ago
    double wanted_ = 0;
    bool just_lowered_ = false;
    int queued_reports_ = 0;  // in a row
    int clear_reports_ = 0;   // in a row
};

}  // namespace gantry::rtc::congestion
