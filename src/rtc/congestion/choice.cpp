#include "rtc/congestion/choice.hpp"

#include <algorithm>

namespace gantry::rtc::congestion {
namespace {

using namespace std::chrono_literals;

// A little less than the stream has costs a picture here and there; more, most of those between key pictures.
constexpr double enough = 0.9;
constexpr auto first_patience = 20s;
constexpr auto longest_patience = 600s;
// Whoever comes back to the smaller encoding sooner has tried in vain.
constexpr auto trial = 60s;

}  // namespace

void Choice::leave_whole(Time now) {
    const bool in_vain = changed_at_ && now - *changed_at_ < trial;
    patience_ = in_vain ? std::min<std::chrono::seconds>(2 * patience_, longest_patience) : first_patience;
    encoding_ = Encoding::smaller;
    changed_at_ = now;
}

Encoding Choice::choose(std::optional<double> limit, double whole, Time now) {
    if (encoding_ == Encoding::whole) {
        if (limit && *limit < enough * whole) leave_whole(now);
    } else if (!limit && now - *changed_at_ >= patience_) {
        encoding_ = Encoding::whole;
        changed_at_ = now;
    }
    return encoding_;
}

}  // namespace gantry::rtc::congestion
