// One printer's live video: reads its CameraFeed while someone watches and hands H.264 to the viewers' track.
// JPEG pictures are encoded once for all viewers; when they come faster than they are encoded, the latest
// wins. H.264 is handed on as it is, and encoded a second time while somebody's way does not take it.
//
// Shared by LiveSessions and the coroutine that waits for the encoder. The io_context's thread only. The
// feed, the pool and the engine outlive its use: close() ends that.
#pragma once

#include <memory>

#include "base/supervisor.hpp"
#include "base/worker_pool.hpp"
#include "farm/printer.hpp"
#include "fuse/cameras/feed.hpp"
#include "fuse/live/smaller_stream.hpp"
#include "fuse/live/transcoder.hpp"
#include "rtc/engine.hpp"

namespace gantry::fuse::live {

struct StreamOptions {
    TranscoderOptions transcoder;
    // A picture no older than this is shown to a new viewer at once.
    std::chrono::milliseconds fresh{3'000};
    // For smaller encodings; shared by all streams. Null: none is made.
    std::shared_ptr<Places> places;
};

struct StreamCounters {
    std::uint64_t passed = 0;    // H.264 pictures handed on
    std::uint64_t encoded = 0;   // JPEG pictures encoded
    std::uint64_t repeated = 0;  // of those: the last picture again, for a new viewer
    std::uint64_t skipped = 0;   // JPEG pictures that a later one replaced
    std::uint64_t failed = 0;    // JPEG pictures that could not be encoded
    SmallerCounters smaller;     // H.264 pictures for slow ways
};

class LiveStream : public std::enable_shared_from_this<LiveStream> {
public:
    LiveStream(Executor executor, WorkerPool& pool, rtc::Engine& engine, cameras::CameraFeed& feed,
               cameras::Pictures pictures, StreamOptions options = {});

    // One more viewer; the first one opens the camera. Events come on the engine's thread.
    // Errors: those of rtc::Engine::open, offline after close().
    Result<std::unique_ptr<rtc::Viewer>> open(rtc::ViewerRequest request, rtc::ViewerEvents events);
    // One viewer less; the last one lets the camera go.
    void viewer_left();
    // Ends all viewers.
    void close();

    std::size_t viewers() const { return viewers_; }
    const StreamCounters& counters() const { return counters_; }
    cameras::FeedStatus camera() const;

private:
    rtc::TrackOptions track_options();
    void start();
    void stop();
    void take(const cameras::Frame& frame);
    void want_key_picture();
    void want_smaller(bool wanted);
    void begin_smaller();
    void end_smaller();
    void encode_next();
    void finished(Result<media::h264::AccessUnitPtr> unit);
    std::chrono::steady_clock::time_point next_stamp(std::chrono::steady_clock::time_point wanted);

    WorkerPool& pool_;
    rtc::Engine& engine_;
    cameras::CameraFeed* feed_;  // null after close()
    cameras::Pictures pictures_;
    StreamOptions options_;
    StreamCounters counters_;
    std::size_t viewers_ = 0;

    std::unique_ptr<rtc::Track> track_;
    cameras::FeedReader reader_;
    std::shared_ptr<Transcoder> transcoder_;  // also held by the work on the pool
    media::jpeg::ImagePtr waiting_;           // the latest picture, not encoded yet
    media::jpeg::ImagePtr shown_;             // the last one that was encoded
    std::optional<int> limit_kbps_;           // of our encoder; none: its own
    bool key_wanted_ = false;
    bool encoding_ = false;
    std::chrono::steady_clock::time_point last_stamp_;
    bool smaller_wanted_ = false;
    std::shared_ptr<SmallerStream> smaller_;  // shared with its coroutine
    Subscription place_freed_;
    Supervisor supervisor_;
};

}  // namespace gantry::fuse::live
