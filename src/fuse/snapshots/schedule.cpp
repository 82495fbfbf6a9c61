#include "fuse/snapshots/schedule.hpp"

#include <cmath>

namespace gantry::fuse::snapshots {

std::optional<std::chrono::milliseconds> period_of(const farm::PrinterState& state, const Cadence& cadence) {
    using farm::Activity;
    using farm::Connection;
    if (state.connection != Connection::online && state.connection != Connection::stale) return std::nullopt;
    switch (state.activity) {
        case Activity::preparing:
        case Activity::printing:
        case Activity::paused:
            return cadence.printing;
        case Activity::unknown:
        case Activity::idle:
        case Activity::finished:
        case Activity::failed:
            return cadence.idle;
    }
    return std::nullopt;
}

std::chrono::steady_clock::time_point next_due(std::chrono::steady_clock::time_point now,
                                               std::chrono::milliseconds period, double share) {
    using std::chrono::steady_clock;
    const auto length = std::chrono::duration_cast<steady_clock::duration>(period);
    const auto offset =
        steady_clock::duration(static_cast<steady_clock::rep>(share * static_cast<double>(length.count())));
    const auto into = (now.time_since_epoch() - offset) % length;
    return now + (length - (into < steady_clock::duration::zero() ? into + length : into));
}

double share_of(std::size_t index) {
    constexpr double golden = 0.6180339887498949;
    const double place = static_cast<double>(index) * golden;
    return place - std::floor(place);
}

}  // namespace gantry::fuse::snapshots
