// Which of its camera's two encodings a viewer plays, and how it goes from one to the other.
#include "rtc/viewer/peer.hpp"

namespace gantry::rtc::viewer {
namespace {

// An IDR made for the viewer before is as good as a new one.
constexpr auto fresh_key_picture = std::chrono::milliseconds(500);

}  // namespace

void Peer::choose_encoding(Time now) {
    if (!sender_ || ended_) return;
    auto& whole = *start_.stream;
    if (!whole.options().on_smaller_wanted) return tell_slow(limiter_.limit().has_value());
    const auto encoding = choice_.choose(limiter_.limit(), whole.history().bytes_per_second(), now);
    const bool slow = encoding == congestion::Encoding::smaller;
    tell_slow(slow);
    whole.want_smaller(*this, slow);
    go_to(slow && whole.smaller() ? whole.smaller() : start_.stream, now);
}

void Peer::go_to(const std::shared_ptr<Stream>& stream, Time now) {
    if (stream == going_to_) return;
    if (going_to_ != playing_) going_to_->leave(*this);
    going_to_ = stream;
    sender_->move_to(stream->history(), now, fresh_key_picture);
    if (stream == playing_) return;
    stream->join(*this);
    if (pump(now)) playing_->pace();
    // An encoding begins with a key picture by itself.
    if (going_to_ != playing_ && stream->history().end() > 0) stream->want_key_frame();
}

void Peer::has_moved() {
    playing_->leave(*this);
    playing_ = going_to_;
}

void Peer::tell_slow(bool slow) {
    if (std::exchange(slow_, slow) != slow && start_.events.on_slow) start_.events.on_slow(slow);
}

}  // namespace gantry::rtc::viewer
