// Which of a camera's two encodings one viewer gets: the camera's own, or a smaller one for slow ways.
// Leaving the smaller one is a trial, because only the larger one shows whether the way takes it: a trial
// that fails makes the next one come later. Owned by one peer; used on the loop's thread. No clock of its
// own.
#pragma once

#include <chrono>
#include <optional>

namespace gantry::rtc::congestion {

enum class Encoding { whole, smaller };

class Choice {
public:
    using Time = std::chrono::steady_clock::time_point;

    // `limit` is what the way takes, none when it is not known to be limited; `whole` what the camera's own
    // encoding has, zero when it is not known. Both in bytes per second.
    Encoding choose(std::optional<double> limit, double whole, Time now);

private:
    void leave_whole(Time now);

    Encoding encoding_ = Encoding::whole;
    std::optional<Time> changed_at_;
    std::chrono::seconds patience_{0};  // with the smaller one
};

}  // namespace gantry::rtc::congestion
