#include "rtc/viewer/stream.hpp"

#include <cmath>

#include "base/random.hpp"
#include "rtc/sdp/answer.hpp"

namespace gantry::rtc::viewer {
namespace {

constexpr auto pacing_interval = std::chrono::milliseconds(5);
constexpr unsigned sps_type = 7;
constexpr auto patience = std::chrono::milliseconds(2000);
constexpr double worth_telling = 0.1;

Time now() {
    return std::chrono::steady_clock::now();
}

}  // namespace

Stream::Stream(ice::Loop& loop, TrackOptions options)
    : loop_(loop), options_(std::move(options)), clock_offset_(random_below(0xffffffff)) {}

media::rtp::PicturePtr Stream::packetise(const media::h264::AccessUnit& unit) {
    for (std::size_t i = 0; unit.key && i < unit.nals.size(); ++i) {
        const auto nal = unit.nal(i);
        if (nal.empty() || (std::to_integer<unsigned>(nal[0]) & 0x1f) != sps_type) continue;
        profile_ = sdp::profile_level_id_of(nal).value_or(0);
    }
    return std::make_shared<const media::rtp::Picture>(media::rtp::packetise(unit));
}

std::optional<std::uint32_t> Stream::profile_level_id() const {
    const auto id = profile_.load();
    return id == 0 ? std::nullopt : std::optional(id);
}

void Stream::deliver(media::rtp::PicturePtr picture) {
    if (picture->payloads.empty()) return;
    if (picture->key) key_frame_timer_.stop();
    history_.push(std::move(picture));
    pump();
}

void Stream::join(Audience& viewer) {
    audience_.push_back(&viewer);
    limits_changed();
}

void Stream::leave(Audience& viewer) {
    // Only marked: a viewer may leave while pump() walks the list.
    std::ranges::replace(audience_, &viewer, nullptr);
    limits_changed();
}

void Stream::pump() {
    const auto time = now();
    bool held_back = false;
    for (std::size_t i = 0; i < audience_.size(); ++i) {
        if (audience_[i] != nullptr) held_back |= audience_[i]->pump(time);
    }
    std::erase(audience_, nullptr);
    if (held_back) {
        pace();
    } else {
        pacer_.stop();
    }
}

void Stream::pace() {
    if (pacer_.running()) return;
    pacer_ = ice::Timer(loop_, pacing_interval, ice::Timer::Repeat::again, [this] { pump(); });
}

void Stream::want_key_frame() {
    want_key_frame_after(options_.key_frame_interval);
}

void Stream::want_key_frame_patiently() {
    want_key_frame_after(std::max(options_.key_frame_interval, patience));
}

void Stream::want_key_frame_after(std::chrono::milliseconds interval) {
    if (!options_.on_key_frame_wanted) return;
    const auto due = last_asked_ + interval;
    if (key_frame_timer_.running() && asking_at_ <= due) return;
    if (!asked_ || now() >= due) return ask();
    asking_at_ = due;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - now());
    key_frame_timer_ = ice::Timer(loop_, left, ice::Timer::Repeat::once, [this] { ask(); });
}

void Stream::limits_changed() {
    if (!options_.on_limit) return;
    std::optional<double> best = 0;
    for (const auto* viewer : audience_) {
        if (viewer == nullptr || !best) continue;
        const auto limit = viewer->limit();
        best = limit ? std::optional(std::max(*best, *limit)) : std::nullopt;
    }
    if (best && *best == 0) best.reset();  // nobody watches
    const bool same = best && limit_ ? std::abs(*best - *limit_) < worth_telling * *limit_ : best == limit_;
    if (same) return;
    limit_ = best;
    options_.on_limit(best);
}

void Stream::want_smaller(const Audience& viewer, bool wanted) {
    const bool before = !want_smaller_.empty();
    if (wanted) {
        want_smaller_.insert(&viewer);
    } else {
        want_smaller_.erase(&viewer);
    }
    if (before == want_smaller_.empty() && options_.on_smaller_wanted)
        options_.on_smaller_wanted(!want_smaller_.empty());
}

void Stream::ask() {
    key_frame_timer_.stop();
    last_asked_ = now();
    asked_ = true;
    options_.on_key_frame_wanted();
}

}  // namespace gantry::rtc::viewer
