#include "fuse/cameras/feed.hpp"

#include <boost/asio/redirect_error.hpp>

#include "fuse/cameras/feed_impl.hpp"
#include "media/h264/decoder.hpp"
#include "media/jpeg/codec.hpp"

namespace gantry::fuse::cameras {
namespace {

using Clock = std::chrono::steady_clock;
using media::h264::AccessUnitPtr;
using media::jpeg::ImagePtr;

constexpr int snapshot_quality = 85;
// A key picture this old still shows the present well enough: printers send one every few seconds.
constexpr auto acceptable_key_age = 10s;
// A connection's first JPEG can be an old one; the second is awaited for so long.
constexpr auto second_picture_limit = 3s;

// What a snapshot waits for, shared by its coroutine and the feed's callbacks.
struct Awaited {
    explicit Awaited(const Executor& executor) : arrived(executor) {}

    asio::steady_timer arrived;
    std::optional<Frame> picture;
    std::optional<Error> error;
    int pictures = 0;
    int wanted = 1;

    bool done() const { return pictures >= wanted || error.has_value(); }
    void take(const Frame& frame) {
        const auto* unit = std::get_if<AccessUnitPtr>(&frame);
        if (unit != nullptr && !(*unit)->key) return;
        picture = frame;
        // A decoder's first key picture is always the present.
        pictures = unit != nullptr ? wanted : pictures + 1;
        if (done()) {
            arrived.cancel();
        } else {
            arrived.expires_after(second_picture_limit);
        }
    }
};

Result<ImagePtr> develop(AccessUnitPtr unit) {
    const auto age =
        std::chrono::duration_cast<std::chrono::system_clock::duration>(Clock::now() - unit->captured_at);
    auto pixels = media::h264::decode_key_picture(*unit);
    if (!pixels) return std::unexpected(std::move(pixels.error()));
    auto jpeg = media::jpeg::Encoder().encode(*pixels, snapshot_quality);
    if (!jpeg) return std::unexpected(std::move(jpeg.error()));
    return std::make_shared<const media::jpeg::Image>(
        media::jpeg::Image{std::move(*jpeg), unit->captured_at, std::chrono::system_clock::now() - age});
}

awaitable<Result<ImagePtr>> to_image(WorkerPool& pool, Frame frame) {
    if (const auto* image = std::get_if<ImagePtr>(&frame)) co_return *image;
    const auto unit = std::get<AccessUnitPtr>(frame);
    auto work = [unit] { return develop(unit); };
    co_return co_await pool.run(std::move(work));
}

Clock::duration age_of(const Frame& frame) {
    return Clock::now() - std::visit([](const auto& picture) { return picture->captured_at; }, frame);
}

bool is_present(const Frame& frame, const CameraFeed::Impl& feed) {
    if (const auto* image = std::get_if<ImagePtr>(&frame)) return feed.is_fresh((*image)->captured_at);
    return age_of(frame) <= acceptable_key_age;
}

// Needs no camera.
bool will_do(const Frame& last, const CameraFeed::Impl& feed,
             const std::optional<std::chrono::milliseconds>& max_age) {
    if (max_age) return age_of(last) <= *max_age;
    return feed.status().state == FeedState::streaming && is_present(last, feed);
}

// Reads the feed until it has what is wanted, the feed fails, or the time is over.
awaitable<void> wait_for(std::shared_ptr<CameraFeed::Impl> feed, std::shared_ptr<Awaited> awaited,
                         std::chrono::milliseconds limit) {
    const auto reader = feed->read([awaited](const Frame& frame) { awaited->take(frame); },
                                   CameraFeed::Begin::next, feed->limits().snapshot_close);
    const auto watch = feed->watch([awaited](const FeedStatus& status) {
        if (status.state != FeedState::failed) return;
        awaited->error = status.error;
        awaited->arrived.cancel();
    });
    const auto deadline = Clock::now() + limit;
    awaited->arrived.expires_at(deadline);
    while (!awaited->done() && Clock::now() < deadline) {
        ErrorCode woken;
        co_await awaited->arrived.async_wait(asio::redirect_error(use_awaitable, woken));
        if (!woken) break;  // the limit, or the second picture's
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none)
            throw SystemError(asio::error::operation_aborted);
    }
}

}  // namespace

FeedHandle& FeedHandle::operator=(FeedHandle&& other) noexcept {
    if (this != &other) {
        reset();
        leave_ = std::exchange(other.leave_, nullptr);
    }
    return *this;
}

void FeedHandle::reset() {
    if (const auto leave = std::exchange(leave_, nullptr)) leave();
}

CameraFeed::CameraFeed(Executor executor, WorkerPool& pool, std::string name, MakeSource make_source,
                       FeedLimits limits)
    : impl_(std::make_shared<Impl>(std::move(executor), pool, std::move(name), std::move(make_source),
                                   limits)) {}

CameraFeed::~CameraFeed() {
    impl_->stop();
}

FeedReader CameraFeed::read(OnFrame on_frame, Begin begin) {
    impl_->hurry();
    return impl_->read(std::move(on_frame), begin, impl_->limits().idle_close);
}

FeedWatch CameraFeed::watch(OnChange on_change) {
    return impl_->watch(std::move(on_change));
}

FeedStatus CameraFeed::status() const {
    return impl_->status();
}

std::optional<Frame> CameraFeed::last_picture() const {
    return impl_->last_picture();
}

void CameraFeed::recall(Frame last) {
    impl_->recall(std::move(last));
}

awaitable<Result<ImagePtr>> CameraFeed::snapshot(std::chrono::milliseconds limit,
                                                 std::optional<std::chrono::milliseconds> max_age) {
    const auto impl = impl_;
    if (const auto last = impl->last_picture(); last && will_do(*last, *impl, max_age))
        co_return co_await to_image(impl->pool(), *last);
    const auto state = impl->status().state;
    if (state == FeedState::failed) co_return std::unexpected(*impl->status().error);
    const auto awaited = std::make_shared<Awaited>(impl->executor());
    if (state == FeedState::closed) awaited->wanted = 2;
    co_await wait_for(impl, awaited, limit);
    if (awaited->picture) co_return co_await to_image(impl->pool(), *awaited->picture);
    if (awaited->error) co_return std::unexpected(*awaited->error);
    // A camera with rare key pictures: an older one is better than none, and says its age.
    if (const auto older = impl->last_picture(); older && impl->status().state == FeedState::streaming)
        co_return co_await to_image(impl->pool(), *older);
    co_return fail(Errc::timeout, "No picture came from the camera in time.");
}

void CameraFeed::reconnect() {
    impl_->reconnect();
}

void CameraFeed::succeed(const CameraFeed& before) {
    impl_->succeed(before.impl_);
}

awaitable<void> CameraFeed::stop() {
    const auto impl = impl_;
    impl->stop();
    co_await impl->ended();
}

}  // namespace gantry::fuse::cameras
