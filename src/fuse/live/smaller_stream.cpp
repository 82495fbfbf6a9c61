#include "fuse/live/smaller_stream.hpp"

#include <boost/asio/post.hpp>

#include "base/log.hpp"
#include "fuse/live/limit.hpp"

namespace gantry::fuse::live {
namespace {

using media::h264::AccessUnitPtr;

// Enough for the pictures since the last key picture of a camera that sends one every few seconds.
constexpr std::size_t most_waiting = 300;
// Decoded at once, so that others on the pool have their turn.
constexpr std::size_t batch = 15;

}  // namespace

SmallerStream::SmallerStream(Executor executor, WorkerPool& pool, rtc::Engine& engine,
                             SmallerCounters& counters, ReducerOptions options)
    : pool_(pool),
      engine_(engine),
      counters_(counters),
      reducer_(std::make_shared<Reducer>(options)),
      supervisor_(std::move(executor), "fuse.live.smaller") {}

void SmallerStream::read(cameras::CameraFeed& feed) {
    make_track();
    reader_ = feed.read(
        [weak = weak_from_this()](const cameras::Frame& frame) {
            const auto* unit = std::get_if<AccessUnitPtr>(&frame);
            if (const auto self = weak.lock(); self && unit != nullptr) self->take(*unit);
        },
        cameras::CameraFeed::Begin::recent);
}

void SmallerStream::make_track() {
    // Called on the engine's thread.
    auto on_key_frame_wanted = [weak = weak_from_this(), executor = supervisor_.executor()] {
        asio::post(executor, [weak] {
            if (const auto self = weak.lock()) self->key_wanted_ = true;
        });
    };
    auto on_limit = [weak = weak_from_this(),
                     executor = supervisor_.executor()](std::optional<double> limit) {
        asio::post(executor, [weak, limit] {
            if (const auto self = weak.lock()) self->limit_kbps_ = kbps_within(limit);
        });
    };
    track_ = engine_.make_track({.start = rtc::TrackOptions::Start::key_frame_on_demand,
                                 .on_key_frame_wanted = std::move(on_key_frame_wanted),
                                 .on_limit = std::move(on_limit),
                                 .on_smaller_wanted = {}});
}

void SmallerStream::close() {
    reader_.reset();
    track_.reset();
    waiting_.clear();
}

void SmallerStream::take(const AccessUnitPtr& unit) {
    if (waiting_.size() >= most_waiting) {
        counters_.skipped += waiting_.size();
        waiting_.clear();
        behind_ = true;
    }
    if (behind_ && !unit->key) {
        ++counters_.skipped;
        return;
    }
    // What came before a key picture is not needed to decode it.
    if (unit->key) {
        counters_.skipped += waiting_.size();
        waiting_.clear();
    }
    behind_ = false;
    waiting_.push_back(unit);
    work();
}

void SmallerStream::work() {
    if (working_ || waiting_.empty() || !track_) return;
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(batch, waiting_.size()));
    std::vector<AccessUnitPtr> units(waiting_.begin(), end);
    waiting_.erase(waiting_.begin(), end);
    const auto newest = waiting_.empty() ? Reducer::Newest::encode : Reducer::Newest::skip;
    if (std::exchange(key_wanted_, false)) reducer_->want_key_picture();
    working_ = true;
    supervisor_.run("reduce",
                    [self = shared_from_this(), units = std::move(units), newest]() -> awaitable<void> {
                        auto work = [reducer = self->reducer_, units, newest, limit = self->limit_kbps_] {
                            return reducer->reduce(units, newest, limit);
                        };
                        auto unit = co_await self->pool_.run(std::move(work));
                        self->finished(std::move(unit));
                    });
}

void SmallerStream::finished(Result<AccessUnitPtr> unit) {
    working_ = false;
    if (!track_) return;
    if (!unit) {
        ++counters_.failed;
        log::debug("fuse.live", "no smaller picture: {}", unit.error().detail);
    } else if (*unit) {
        ++counters_.encoded;
        track_->push(std::move(*unit));
    }
    work();
}

}  // namespace gantry::fuse::live
