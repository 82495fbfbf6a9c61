#include "fuse/doctor/sight.hpp"

#include <boost/asio/redirect_error.hpp>

#include "bambu/doctor/look.hpp"
#include "media/jpeg/header.hpp"

namespace gantry::fuse::doctor {
namespace {

namespace lab = bambu::doctor;
using Clock = std::chrono::steady_clock;
using media::h264::AccessUnitPtr;
using media::jpeg::ImagePtr;

// Shared with the feed's callbacks.
struct Sight {
    explicit Sight(const Executor& executor) : news(executor) {}

    asio::steady_timer news;
    Clock::time_point begun = Clock::now();
    Clock::time_point first;
    Clock::time_point last;
    lab::Look look;
    std::optional<cameras::Frame> picture;  // complete by itself
    std::optional<Error> error;
    std::uint64_t ever = 0;     // pictures that the camera gave before
    std::uint64_t dropped = 0;  // and those that were broken

    void take(const cameras::Frame& frame) {
        const auto* unit = std::get_if<AccessUnitPtr>(&frame);
        look.video = unit != nullptr;
        if (!picture && (unit == nullptr || (*unit)->key)) picture = frame;
        last = Clock::now();
        if (look.pictures++ == 0) first = last;
        look.span = std::chrono::duration_cast<std::chrono::milliseconds>(last - first);
        if (look.pictures == 1 || (picture && lab::shows_enough(look))) news.cancel();
    }
    void fail(const cameras::FeedStatus& status) {
        if (status.state != cameras::FeedState::failed) return;
        error = status.error;
        if (status.counters.dropped > dropped && error->code == Errc::offline) error->code = Errc::malformed;
        news.cancel();
    }
};

awaitable<void> wait(std::shared_ptr<Sight> sight, Clock::time_point until) {
    sight->news.expires_at(until);
    ErrorCode ignored;
    co_await sight->news.async_wait(asio::redirect_error(use_awaitable, ignored));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) throw SystemError(asio::error::operation_aborted);
}

void examine(const cameras::Frame& frame, lab::Look& look) {
    if (const auto* unit = std::get_if<AccessUnitPtr>(&frame)) {
        look.brightness = lab::brightness_of(**unit);
        return;
    }
    const auto& jpeg = std::get<ImagePtr>(frame)->data;
    if (const auto header = media::jpeg::parse_header(jpeg)) look.size = header->size;
    look.brightness = lab::brightness_of(jpeg);
}

Finding judge_failure(const Sight& sight) {
    const Error silent{Errc::disabled, "No picture came in time"};
    const auto& error = sight.error ? *sight.error : silent;
    // That a connection breaks says something only about those that gave pictures themselves.
    const bool worked = sight.look.pictures > 0 || (error.code != Errc::offline && sight.ever > 0);
    return lab::judge_camera(error, worked ? lab::Before::pictures : lab::Before::nothing);
}

}  // namespace

awaitable<Finding> look_through(std::shared_ptr<cameras::CameraFeed> feed, WorkerPool& pool,
                                lab::Circumstances circumstances, std::chrono::milliseconds limit) {
    const auto sight = std::make_shared<Sight>(co_await asio::this_coro::executor);
    sight->ever = feed->status().counters.frames;
    sight->dropped = feed->status().counters.dropped;
    if (feed->status().state == cameras::FeedState::failed) feed->reconnect();
    const auto reader = feed->read([sight](const cameras::Frame& frame) { sight->take(frame); });
    const auto watch = feed->watch([sight](const cameras::FeedStatus& status) { sight->fail(status); });
    co_await wait(sight, sight->begun + limit);
    if (sight->look.pictures > 0 && !sight->error) co_await wait(sight, sight->first + lab::look_length);
    if (sight->look.pictures == 0 || sight->error) co_return judge_failure(*sight);
    auto look = sight->look;
    look.until_first = std::chrono::duration_cast<std::chrono::milliseconds>(sight->first - sight->begun);
    auto work = [look, picture = sight->picture]() mutable {
        if (picture) examine(*picture, look);
        return look;
    };
    look = co_await pool.run(std::move(work));
    co_return lab::judge_look(look, circumstances);
}

}  // namespace gantry::fuse::doctor
