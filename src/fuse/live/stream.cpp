#include "fuse/live/stream.hpp"

#include <boost/asio/post.hpp>

#include "base/log.hpp"

namespace gantry::fuse::live {
namespace {

using Clock = std::chrono::steady_clock;
using media::h264::AccessUnitPtr;
using media::jpeg::ImagePtr;

// Of what a way takes; the rest is for headers and for packets that are sent again.
constexpr double picture_share = 0.8;
constexpr int least_kbps = 120;

rtc::TrackOptions::Start start_of(farm::CameraKind kind) {
    const bool sends_h264 = kind == farm::CameraKind::rtsp || kind == farm::CameraKind::generated;
    return sends_h264 ? rtc::TrackOptions::Start::cached_gop : rtc::TrackOptions::Start::key_frame_on_demand;
}

}  // namespace

LiveStream::LiveStream(Executor executor, WorkerPool& pool, rtc::Engine& engine, cameras::CameraFeed& feed,
                       farm::CameraKind kind, StreamOptions options)
    : pool_(pool),
      engine_(engine),
      feed_(&feed),
      kind_(kind),
      options_(options),
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

void LiveStream::start() {
    // Called on the engine's thread.
    auto on_key_frame_wanted = [weak = weak_from_this(), executor = supervisor_.executor()] {
        asio::post(executor, [weak] {
            if (const auto self = weak.lock()) self->want_key_picture();
        });
    };
    auto on_limit = [weak = weak_from_this(),
                     executor = supervisor_.executor()](std::optional<double> limit) {
        asio::post(executor, [weak, limit] {
            if (const auto self = weak.lock()) self->limit(limit);
        });
    };
    track_ = engine_.make_track({.start = start_of(kind_),
                                 .on_key_frame_wanted = std::move(on_key_frame_wanted),
                                 .on_limit = std::move(on_limit)});
    limit_kbps_.reset();
    transcoder_ = std::make_shared<Transcoder>(options_.transcoder);
    reader_ = feed_->read(
        [weak = weak_from_this()](const cameras::Frame& frame) {
            if (const auto self = weak.lock()) self->take(frame);
        },
        cameras::CameraFeed::Begin::recent);
}

void LiveStream::stop() {
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

void LiveStream::limit(std::optional<double> bytes_per_second) {
    limit_kbps_.reset();
    if (bytes_per_second)
        limit_kbps_ = std::max(least_kbps, static_cast<int>(*bytes_per_second * 8 / 1000 * picture_share));
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
