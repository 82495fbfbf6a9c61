#include "rtc/congestion/limiter.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace gantry::rtc::congestion {
namespace {

using namespace std::chrono_literals;

// Below the first nothing is lost worth mentioning; above the last something is wrong in any case.
constexpr double few_lost = 0.02;
constexpr double some_lost = 0.16;
constexpr double many_lost = 0.25;
// A round trip longer than the shortest by this much is a queue.
constexpr auto jitter = 10ms;
constexpr auto short_queue = 50ms;
constexpr auto long_queue = 150ms;
// A queue that only one report sees may be a computer that was busy, unless the way is known to be slow.
constexpr int believed_reports = 2;
// The way may have changed: a shortest round trip is believed for so long.
constexpr auto memory = 20s;
constexpr double back_off = 0.85;
constexpr double ease_off = 0.95;
// Where the way was full last time the limit grows slowly, so that the queue shows before it overflows.
constexpr double near_full = 0.9;
constexpr double far_above_full = 1.2;
constexpr double growth_below = 0.25;  // per second
constexpr double growth_near = 0.03;
constexpr double growth_above = 0.12;
// A sender that used less than this of its limit has not filled the way.
constexpr double used_share = 0.8;
constexpr double least_of_before = 0.5;
constexpr double peak_fades = 0.9;
// This long without any sign of a queue and well above what the stream has, and the limit goes.
constexpr int clear_reports_to_lift = 20;
constexpr double room_to_lift = 1.5;
// Browsers report up to several times per second, each time about a handful of packets: only many of them
// tell bad luck from a full way.
constexpr std::chrono::duration<double> shortest_interval = 800ms;
constexpr std::chrono::duration<double> longest_interval = 3s;
constexpr double enough_bytes = 40'000;
// Of fewer packets the share of the lost ones is luck …
constexpr double few_packets = 15;
// … and of more of them it is believed as far as it exceeds this many standard deviations.
constexpr double doubt = 1.3;

// What of a share of lost packets is no accident.
double beyond_luck(double share, double packets) {
    if (packets < few_packets) return 0;
    return share - doubt * std::sqrt(share * (1 - share) / packets);
}

}  // namespace

void Limiter::remember(std::chrono::microseconds round_trip, Time now) {
    if (round_trip <= 0us) return;
    if (shortest_ == 0us || round_trip < shortest_ || now - shortest_at_ > memory) shortest_ = round_trip;
    if (round_trip <= shortest_ + jitter) shortest_at_ = now;
}

Limiter::Way Limiter::judge(double lost, double packets, std::chrono::microseconds round_trip) {
    const auto queue = round_trip > shortest_ ? round_trip - shortest_ : 0us;
    const bool queued = queue > long_queue || (queue > short_queue && lost > some_lost);
    queued_reports_ = queued ? queued_reports_ + 1 : 0;
    const bool believed = queued && (limit_ || queued_reports_ >= believed_reports);
    if (beyond_luck(lost, packets) > many_lost || believed) return Way::congested;
    if (queue > short_queue) return Way::filling;
    return lost <= few_lost ? Way::clear : Way::busy;
}

void Limiter::adjust(Way way, double sent, double lost, double seconds) {
    clear_reports_ = way == Way::clear ? clear_reports_ + 1 : 0;
    peak_ = std::max(sent * (1 - lost), peak_ * peak_fades);
    // What a report right after that is about was sent before.
    if (std::exchange(just_lowered_, false) && way == Way::congested) return;
    if (way == Way::congested) return lower(sent, lost);
    if (!limit_) return;
    if (way == Way::filling) {
        limit_ = std::max(*limit_ * ease_off, std::min(*limit_, back_off * full_));
    } else if (clear_reports_ >= clear_reports_to_lift && *limit_ >= room_to_lift * wanted_) {
        limit_.reset();
    } else {
        raise(sent, seconds);
    }
}

void Limiter::lower(double sent, double lost) {
    const auto arrived = sent * (1 - lost);
    if (!limit_) {
        full_ = lost > many_lost ? arrived : std::max(arrived, peak_);
        limit_ = std::max(least, back_off * full_);
    } else {
        full_ = sent >= used_share * *limit_ ? std::min(*limit_, arrived) : *limit_ * (1 - lost);
        limit_ = std::max({least, least_of_before * *limit_, back_off * full_});
    }
    just_lowered_ = true;
}

void Limiter::raise(double sent, double seconds) {
    const auto growth = *limit_ < near_full * full_        ? growth_below
                        : *limit_ < far_above_full * full_ ? growth_near
                                                           : growth_above;
    // Only what was used is proved: a limit far above it says nothing.
    limit_ = std::max(*limit_, std::min(*limit_ * (1 + growth * seconds), 2 * sent));
}

// Of the packets since then; what a report cannot say counts as nothing lost.
double Limiter::lost_share(const Report& report) const {
    const auto packets = packets_since(report);
    if (packets <= 0) return 0;
    return std::clamp((static_cast<double>(report.lost) - before_.lost) / packets, 0.0, 1.0);
}

double Limiter::packets_since(const Report& report) const {
    return static_cast<std::int32_t>(report.highest_sequence - before_.highest_sequence);
}

void Limiter::begin(const Report& report, Time now) {
    since_ = now;
    before_ = report;
    round_trip_.reset();
}

void Limiter::on_report(const Report& report, Time now) {
    remember(report.round_trip, now);
    if (!since_) return begin(report, now);
    wanted_ = report.wanted;
    if (report.round_trip > 0us)
        round_trip_ = std::min(round_trip_.value_or(report.round_trip), report.round_trip);
    const std::chrono::duration<double> passed = now - *since_;
    const auto bytes = static_cast<double>(report.bytes_sent - before_.bytes_sent);
    if (passed < (bytes < enough_bytes ? longest_interval : shortest_interval)) return;
    const auto lost = lost_share(report);
    adjust(judge(lost, packets_since(report), round_trip_.value_or(0us)), bytes / passed.count(), lost,
           passed.count());
    begin(report, now);
}

}  // namespace gantry::rtc::congestion
