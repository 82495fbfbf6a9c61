#include "fuse/cameras/feed_impl.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include "base/log.hpp"

namespace gantry::fuse::cameras {
namespace {

// A group of pictures longer than this is not kept: a camera with a key picture per minute would cost 15 MB.
constexpr std::size_t max_gop_bytes = 8 * 1024 * 1024;
constexpr std::size_t max_gop_pictures = 600;

struct FrameSize {
    std::size_t operator()(const media::jpeg::ImagePtr& image) const { return image->data.size(); }
    std::size_t operator()(const media::h264::AccessUnitPtr& unit) const { return unit->data.size(); }
};

}  // namespace

CameraFeed::Impl::Impl(Executor executor, WorkerPool& pool, std::string name, MakeSource make_source,
                       FeedLimits limits)
    : pool_(pool),
      name_(std::move(name)),
      make_source_(std::move(make_source)),
      limits_(limits),
      backoff_(limits.backoff_first),
      wake_(executor),
      idle_(executor),
      run_ended_(executor, Clock::time_point::max()),
      supervisor_(executor, "fuse.cameras") {}

FeedReader CameraFeed::Impl::read(OnFrame on_frame, Begin begin, std::chrono::milliseconds linger) {
    const auto id = next_id_++;
    readers_.emplace(id, std::make_shared<Reader>(Reader{std::move(on_frame), linger, begin == Begin::next}));
    idle_.cancel();
    // Posted, so that the reader holds its handle before the first frame comes.
    if (begin == Begin::recent) {
        asio::post(executor(), [weak = weak_from_this(), id] {
            if (const auto self = weak.lock()) self->start_reader(id);
        });
    }
    if (!running_ && !stopped_) {
        running_ = true;
        supervisor_.spawn("camera " + name_, [self = shared_from_this()] { return self->run(); }).release();
    }
    return FeedReader([weak = weak_from_this(), id] {
        if (const auto self = weak.lock()) self->leave(id);
    });
}

void CameraFeed::Impl::start_reader(std::uint64_t id) {
    const auto found = readers_.find(id);
    if (found == readers_.end()) return;
    const auto reader = found->second;
    reader->started = true;
    if (state_ != FeedState::streaming) return;
    for (const auto& frame : recent()) {
        if (!readers_.contains(id)) return;
        reader->on_frame(frame);
    }
}

std::vector<Frame> CameraFeed::Impl::recent() const {
    if (!gop_.empty() && is_fresh(gop_.back()->captured_at)) return {gop_.begin(), gop_.end()};
    if (!last_picture_) return {};
    const auto* image = std::get_if<media::jpeg::ImagePtr>(&*last_picture_);
    if (image == nullptr || !is_fresh((*image)->captured_at)) return {};
    return {*last_picture_};
}

void CameraFeed::Impl::leave(std::uint64_t id) {
    const auto reader = readers_.extract(id);
    if (reader) stays_until_ = std::max(stays_until_, Clock::now() + reader.mapped()->linger);
    if (!readers_.empty()) return;
    if (state_ == FeedState::failed) {
        wake_.cancel();  // nobody waits for the next attempt any more
        return;
    }
    idle_.expires_at(stays_until_);
    idle_.async_wait([weak = weak_from_this()](ErrorCode error) {
        const auto self = weak.lock();
        if (!error && self) self->close_when_idle();
    });
}

void CameraFeed::Impl::close_when_idle() {
    if (readers_.empty()) hang_up();
}

void CameraFeed::Impl::hang_up() {
    if (!connection_.running()) return;
    hanging_up_ = true;
    connection_.cancel();
}

FeedWatch CameraFeed::Impl::watch(OnChange on_change) {
    const auto id = next_id_++;
    watches_.emplace(id, std::move(on_change));
    return FeedWatch([weak = weak_from_this(), id] {
        if (const auto self = weak.lock()) self->watches_.erase(id);
    });
}

FeedStatus CameraFeed::Impl::status() const {
    return {state_, error_, counters_, readers_.size()};
}

std::optional<Frame> CameraFeed::Impl::last_picture() const {
    return last_picture_;
}

void CameraFeed::Impl::recall(Frame last) {
    if (!last_picture_) last_picture_ = std::move(last);
}

void CameraFeed::Impl::hurry() {
    const auto now = Clock::now();
    const bool refused = error_ && (error_->code == Errc::unauthorized || error_->code == Errc::untrusted);
    const auto earliest = std::max(now, may_hurry_);
    if (refused || next_dial_ <= earliest) return;
    next_dial_ = earliest;
    may_hurry_ = earliest + limits_.early_retry;
    wake_.cancel();
}

void CameraFeed::Impl::reconnect() {
    backoff_ = limits_.backoff_first;
    next_dial_ = Clock::now();
    wake_.cancel();
    hang_up();
}

void CameraFeed::Impl::stop() {
    stopped_ = true;
    idle_.cancel();
    wake_.cancel();
    hang_up();
}

awaitable<void> CameraFeed::Impl::ended() {
    if (const auto before = before_.lock()) co_await before->ended();
    while (running_) {
        ErrorCode ignored;
        co_await run_ended_.async_wait(asio::redirect_error(use_awaitable, ignored));
    }
}

awaitable<void> CameraFeed::Impl::run() {
    while (!readers_.empty() && !stopped_) {
        if (Clock::now() < next_dial_) {
            if (error_) change(FeedState::failed, error_);  // a new reader learns at once why it waits
            ErrorCode woken;
            wake_.expires_at(next_dial_);
            co_await wake_.async_wait(asio::redirect_error(use_awaitable, woken));
            continue;
        }
        co_await connect_once();
    }
    running_ = false;
    change(FeedState::closed, error_);
    run_ended_.cancel();
}

awaitable<void> CameraFeed::Impl::connect_once() {
    change(FeedState::connecting, error_);
    if (const auto before = std::exchange(before_, {}).lock()) {
        co_await before->ended();
        co_return;
    }
    auto made = make_source_();
    if (!made) {
        failed(std::move(made.error()));
        co_return;
    }
    ++counters_.connections;
    hanging_up_ = false;
    const auto outcome = std::make_shared<Error>(Error{Errc::internal, "The camera's reader failed."});
    const std::shared_ptr<CameraSource> source = std::move(*made);
    connection_ = supervisor_.spawn("camera " + name_,
                                    [self = shared_from_this(), source, outcome]() -> awaitable<void> {
                                        *outcome = co_await source->run(*self);
                                    });
    co_await connection_.join();
    gop_.clear();
    if (hanging_up_) {
        next_dial_ = Clock::now();
        co_return;
    }
    failed(std::move(*outcome));
}

void CameraFeed::Impl::failed(Error error) {
    next_dial_ = Clock::now() + backoff_;
    backoff_ = std::min(backoff_ * 2, limits_.backoff_longest);
    // Once per reason: a printer that is off for a week fills no log.
    if (!error_ || *error_ != error) log::info("fuse.cameras", "{}: {}", name_, error.detail);
    change(FeedState::failed, std::move(error));
}

void CameraFeed::Impl::publish(Frame frame) {
    if (hanging_up_) return;
    ++counters_.frames;
    counters_.bytes += std::visit(FrameSize{}, frame);
    backoff_ = limits_.backoff_first;
    remember(frame);
    if (state_ != FeedState::streaming) change(FeedState::streaming, std::nullopt);
    // A copy: callbacks may add and drop readers.
    std::vector<std::pair<std::uint64_t, std::shared_ptr<Reader>>> readers(readers_.begin(), readers_.end());
    for (const auto& [id, reader] : readers) {
        if (reader->started && readers_.contains(id)) reader->on_frame(frame);
    }
}

void CameraFeed::Impl::remember(const Frame& frame) {
    const auto* unit = std::get_if<media::h264::AccessUnitPtr>(&frame);
    if (unit == nullptr) {
        last_picture_ = frame;
        return;
    }
    if ((*unit)->key) {
        last_picture_ = frame;
        gop_.clear();
        gop_bytes_ = 0;
    } else if (gop_.empty()) {
        return;
    }
    gop_.push_back(*unit);
    gop_bytes_ += (*unit)->data.size();
    if (gop_bytes_ > max_gop_bytes || gop_.size() > max_gop_pictures) gop_.clear();
}

void CameraFeed::Impl::change(FeedState state, std::optional<Error> error) {
    if (state == state_ && error == error_) return;
    state_ = state;
    error_ = std::move(error);
    const auto now = status();
    const auto watches = watches_;  // callbacks may add and drop some
    for (const auto& [id, on_change] : watches) {
        if (watches_.contains(id)) on_change(now);
    }
}

}  // namespace gantry::fuse::cameras
