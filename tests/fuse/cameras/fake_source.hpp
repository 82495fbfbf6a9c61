// A camera for tests: the test decides what it sends and when its connection ends.
#pragma once

#include <boost/asio/redirect_error.hpp>

#include "base/asio.hpp"
#include "fuse/cameras/feed.hpp"

namespace gantry::fuse::cameras {

// What all connections of one fake camera share. Outlives the feed's connections.
struct FakeCamera {
    int opened = 0;
    int open = 0;
    int most_open = 0;
    CameraSink* sink = nullptr;          // of the open connection
    std::optional<Error> refusal;        // what the next connections end with at once
    asio::steady_timer* ends = nullptr;  // cancel it to break the connection
    std::chrono::milliseconds closing{0};

    CameraFeed::MakeSource source();
    void send_jpeg(std::string_view text = "\xff\xd8\xff\xd9") {
        sink->publish(std::make_shared<const media::jpeg::Image>(media::jpeg::Image{
            to_bytes(text), std::chrono::steady_clock::now(), std::chrono::system_clock::now()}));
    }
    void send(media::h264::AccessUnitPtr unit) { sink->publish(std::move(unit)); }
    void break_connection() { ends->cancel(); }
};

class FakeSource final : public CameraSource {
public:
    explicit FakeSource(FakeCamera& camera) : camera_(camera) {}

    awaitable<Error> run(CameraSink& sink) override {
        ++camera_.opened;
        if (camera_.refusal) co_return *camera_.refusal;
        camera_.most_open = std::max(camera_.most_open, ++camera_.open);
        asio::steady_timer ends(co_await asio::this_coro::executor,
                                std::chrono::steady_clock::time_point::max());
        camera_.sink = &sink;
        camera_.ends = &ends;
        ErrorCode ignored;
        co_await ends.async_wait(asio::redirect_error(use_awaitable, ignored));
        camera_.sink = nullptr;
        const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
        co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
        co_await sleep_for(camera_.closing);
        --camera_.open;
        if (cancelled != asio::cancellation_type::none) throw SystemError(asio::error::operation_aborted);
        co_return Error{Errc::offline, "broken"};
    }

private:
    FakeCamera& camera_;
};

inline CameraFeed::MakeSource FakeCamera::source() {
    return [this]() -> Result<std::unique_ptr<CameraSource>> { return std::make_unique<FakeSource>(*this); };
}

}  // namespace gantry::fuse::cameras
