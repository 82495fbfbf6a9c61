// A second, smaller encoding of an H.264 camera for those of its viewers whose way does not take the camera's
// own. Reads the feed, decodes and encodes on the worker pool, and falls behind never for long: pictures that
// come faster than they are decoded wait for the next key picture.
//
// Shared by LiveStream and the coroutine that waits for the pool. The io_context's thread only. The feed, the
// pool and the engine outlive its use: close() ends that.
#pragma once

#include <deque>
#include <memory>

#include "base/signal.hpp"
#include "base/supervisor.hpp"
#include "base/worker_pool.hpp"
#include "fuse/cameras/feed.hpp"
#include "fuse/live/reducer.hpp"
#include "rtc/engine.hpp"

namespace gantry::fuse::live {

// How many cameras may be encoded a second time at once: each takes a good part of a core. Shared by all
// streams; the io_context's thread only.
class Places {
public:
    explicit Places(std::size_t count) : left_(count) {}

    bool take() {
        if (left_ == 0) return false;
        --left_;
        return true;
    }
    void give_back() {
        ++left_;
        freed_.tell();
    }
    Signal<>& freed() { return freed_; }

private:
    std::size_t left_;
    Signal<> freed_;
};

struct SmallerCounters {
    std::uint64_t encoded = 0;
    std::uint64_t skipped = 0;  // the camera's pictures that came too fast
    std::uint64_t failed = 0;
};

class SmallerStream : public std::enable_shared_from_this<SmallerStream> {
public:
    SmallerStream(Executor executor, WorkerPool& pool, rtc::Engine& engine, SmallerCounters& counters,
                  ReducerOptions options = {});

    void read(cameras::CameraFeed& feed);
    // Ends its track; nobody plays it any more.
    void close();
    const rtc::Track* track() const { return track_.get(); }

private:
    void make_track();
    void take(const media::h264::AccessUnitPtr& unit);
    void work();
    void finished(Result<media::h264::AccessUnitPtr> unit);

    WorkerPool& pool_;
    rtc::Engine& engine_;
    SmallerCounters& counters_;  // until close()
    std::unique_ptr<rtc::Track> track_;
    std::shared_ptr<Reducer> reducer_;  // also held by the work on the pool
    std::deque<media::h264::AccessUnitPtr> waiting_;
    bool behind_ = false;  // pictures are skipped up to the next key picture
    bool working_ = false;
    bool key_wanted_ = false;
    std::optional<int> limit_kbps_;
    cameras::FeedReader reader_;
    Supervisor supervisor_;
};

}  // namespace gantry::fuse::live
