#include "fuse/live/stream.hpp"

#include <boost/asio/post.hpp>

#include "base/log.hpp"
#include "fuse/live/limit.hpp"

namespace gantry::fuse::live {
namespace {

using Clock = std::chrono::steady_clock;
using media::h264::AccessUnitPtr;
using media::jpeg::ImagePtr;

}  // namespace

LiveStream::LiveStream(Executor executor, WorkerPool& pool, rtc::Engine& engine, cameras::CameraFeed& feed,
                       cameras::Pictures pictures, StreamOptions options)
    : pool_(pool),
      engine_(engine),
      feed_(&feed),
      pictures_(pictures),
      options_(std::move(options)),
      supervisor_(std::move(executor), "fuse.live") {}

Result<std::unique_ptr<rtc::Viewer>> LiveStream::open(rtc::ViewerRequest request, rtc::ViewerEvents events) {
    if (feed_ == nullptr) return fail(Errc::offline, "This printer is gone.");
    if (!track_) start();
    auto viewer = engine_.open(*track_, std::move(request), std::move(events));
    if (viewer) ++viewers_;
    if (viewers_ == 0) stop();
    return viewer;
}

void LiveStream::viewer_left() {
    if (viewers_ > 0 && --viewers_ == 0) stop();
}

void LiveStream::close() {
    viewers_ = 0;
    stop();
    feed_ = nullptr;
}

cameras::FeedStatus LiveStream::camera() const {
    return feed_ == nullptr ? cameras::FeedStatus{} : feed_->status();
}

// The callbacks come on the engine's thread.
rtc::TrackOptions LiveStream::track_options() {
    const auto on_loop = [weak = weak_from_this(), executor = supervisor_.executor()](auto action) {
        asio::post(executor, [weak, action] {
            if (const auto self = weak.lock()) action(*self);
        });
    };
    rtc::TrackOptions options;
    options.start = pictures_ == cameras::Pictures::h264 ? rtc::TrackOptions::Start::cached_gop
                                                         : rtc::TrackOptions::Start::key_frame_on_demand;
    options.on_key_frame_wanted = [on_loop] { on_loop([](LiveStream& self) { self.want_key_picture(); }); };
    options.on_limit = [on_loop](std::optional<double> limit) {
        on_loop([limit](LiveStream& self) { self.limit_kbps_ = kbps_within(limit); });
    };
    if (pictures_ == cameras::Pictures::h264 && options_.places) {
        options.on_smaller_wanted = [on_loop](bool wanted) {
            on_loop([wanted](LiveStream& self) { self.want_smaller(wanted); });
        };
    }
    return options;
}

void LiveStream::start() {
    track_ = engine_.make_track(track_options());
    limit_kbps_.reset();
    transcoder_ = std::make_shared<Transcoder>(options_.transcoder);
    reader_ = feed_->read(
        [weak = weak_from_this()](const cameras::Frame& frame) {
            if (const auto self = weak.lock()) self->take(frame);
        },
        cameras::CameraFeed::Begin::recent);
}

void LiveStream::stop() {
    want_smaller(false);
    reader_.reset();
    track_.reset();
    transcoder_.reset();
    waiting_.reset();
    shown_.reset();
    key_wanted_ = false;
}

void LiveStream::take(const cameras::Frame& frame) {
    if (!track_) return;
    if (const auto* unit = std::get_if<AccessUnitPtr>(&frame)) {
        ++counters_.passed;
        track_->push(*unit);
        return;
    }
    if (waiting_) ++counters_.skipped;
    waiting_ = std::get<ImagePtr>(frame);
    encode_next();
}

void LiveStream::want_key_picture() {
    key_wanted_ = true;
    encode_next();
}

void LiveStream::want_smaller(bool wanted) {
    smaller_wanted_ = wanted && track_;
    if (smaller_wanted_) {
        begin_smaller();
    } else {
        end_smaller();
    }
}

void LiveStream::begin_smaller() {
    if (smaller_ || !smaller_wanted_) return;
    if (!options_.places->take()) {
        place_freed_ = options_.places->freed().subscribe([this] { begin_smaller(); });
        return;
    }
    place_freed_ = {};
    log::debug("fuse.live", "a smaller encoding begins, for a slow way");
    smaller_ = std::make_shared<SmallerStream>(supervisor_.executor(), pool_, engine_, counters_.smaller);
    smaller_->read(*feed_);
    track_->offer_smaller(smaller_->track());
}

void LiveStream::end_smaller() {
    place_freed_ = {};
    if (!smaller_) return;
    if (track_) track_->offer_smaller(nullptr);
    std::exchange(smaller_, nullptr)->close();
    options_.places->give_back();
}

// Encodes what waits; otherwise, for a viewer without a picture, what was shown last while it is fresh.
void LiveStream::encode_next() {
    if (encoding_ || !track_) return;
    const bool repeat =
        !waiting_ && key_wanted_ && shown_ && Clock::now() - shown_->captured_at <= options_.fresh;
    if (!waiting_ && !repeat) return;
    if (repeat) ++counters_.repeated;
    const auto image = repeat ? shown_ : std::exchange(waiting_, nullptr);
    shown_ = image;
    const auto stamp = next_stamp(repeat ? Clock::now() : image->captured_at);
    const auto picture =
        std::exchange(key_wanted_, false) ? Transcoder::Picture::key : Transcoder::Picture::any;
    encoding_ = true;
    supervisor_.run("encode", [self = shared_from_this(), image, stamp, picture]() -> awaitable<void> {
        auto work = [transcoder = self->transcoder_, image, stamp, picture, limit = self->limit_kbps_] {
            return transcoder->encode(*image, picture, stamp, limit);
        };
        auto unit = co_await self->pool_.run(std::move(work));
        self->finished(std::move(unit));
    });
}

void LiveStream::finished(Result<AccessUnitPtr> unit) {
    encoding_ = false;
    if (!unit) {
        ++counters_.failed;
        log::debug("fuse.live", "a picture was not encoded: {}", unit.error().detail);
    } else if (*unit && track_) {
        ++counters_.encoded;
        track_->push(std::move(*unit));
    }
    encode_next();
}

Clock::time_point LiveStream::next_stamp(Clock::time_point wanted) {
    last_stamp_ = std::max(wanted, last_stamp_ + 1ms);
    return last_stamp_;
}

}  // namespace gantry::fuse::live
