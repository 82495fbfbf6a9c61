// The engine's half of a Track: its history and the viewers that play it. Shared by the Track's handle, which
// only posts to it, and its peers; used on the loop's thread except where said.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <set>
#include <vector>

#include "rtc/engine.hpp"
#include "rtc/ice/loop.hpp"
#include "rtc/viewer/history.hpp"
#include "rtc/viewer/sender.hpp"

namespace gantry::rtc::viewer {

// One playing viewer, as its stream sees it.
class Audience {
public:
    virtual ~Audience() = default;
    // Sends what is due; returns whether something is left for the next pacing tick. Does not throw.
    virtual bool pump(Time now) = 0;
    // Bytes per second that its way takes; none: everything.
    virtual std::optional<double> limit() const = 0;
};

class Stream {
public:
    Stream(ice::Loop& loop, TrackOptions options);

    // Any thread: packetises the picture; post the result to deliver().
    media::rtp::PicturePtr packetise(const media::h264::AccessUnit& unit);
    // Any thread: of the last SPS; nothing before the first.
    std::optional<std::uint32_t> profile_level_id() const;

    void deliver(media::rtp::PicturePtr picture);
    void join(Audience& viewer);
    void leave(Audience& viewer);
    // Something of a viewer was held back: look again at the next tick.
    void pace();
    // Asks the source for an IDR, now or when it may be asked again; not when one comes before.
    void want_key_frame();
    void want_key_frame_patiently();  // every two seconds at most
    // A viewer's limit may have changed.
    void limits_changed();

    // The smaller encoding of the same pictures; null when there is none.
    const std::shared_ptr<Stream>& smaller() const { return smaller_; }
    void offer_smaller(std::shared_ptr<Stream> smaller) { smaller_ = std::move(smaller); }
    // Whether one of this stream's viewers would rather have that.
    void want_smaller(const Audience& viewer, bool wanted);

    const History& history() const { return history_; }
    const TrackOptions& options() const { return options_; }
    // RTP time of the steady clock's epoch, the same for all viewers.
    std::uint32_t clock_offset() const { return clock_offset_; }

    std::atomic<std::size_t> viewers = 0;  // connecting or connected; any thread

private:
    void pump();
    void ask();
    void want_key_frame_after(std::chrono::milliseconds interval);

    ice::Loop& loop_;
    TrackOptions options_;
    std::uint32_t clock_offset_;
    std::atomic<std::uint32_t> profile_ = 0;  // 0: not known
    History history_;
    std::vector<Audience*> audience_;
    ice::Timer pacer_;  // runs while something is held back
    ice::Timer key_frame_timer_;
    Time last_asked_;
    bool asked_ = false;
    Time asking_at_;                          // while key_frame_timer_ runs
    std::optional<double> limit_;             // as the source was told
    std::shared_ptr<Stream> smaller_;         // shared with its Track and those who play it
    std::set<const Audience*> want_smaller_;  // only compared
};

}  // namespace gantry::rtc::viewer
