// The inside of CameraFeed; for this folder alone. Shared by the feed and its coroutines.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/supervisor.hpp"
#include "fuse/cameras/feed.hpp"

namespace gantry::fuse::cameras {

class CameraFeed::Impl final : public CameraSink, public std::enable_shared_from_this<Impl> {
public:
    using Clock = std::chrono::steady_clock;

    Impl(Executor executor, WorkerPool& pool, std::string name, MakeSource make_source, FeedLimits limits);

    // When it leaves as the last one, the connection stays for so long.
    FeedReader read(OnFrame on_frame, Begin begin, std::chrono::milliseconds linger);
    const FeedLimits& limits() const { return limits_; }
    FeedWatch watch(OnChange on_change);
    FeedStatus status() const;
    std::optional<Frame> last_picture() const;
    void recall(Frame last);
    bool is_fresh(Clock::time_point captured_at) const { return Clock::now() - captured_at <= limits_.fresh; }
    // Somebody begins to watch: ends the wait for the next attempt, but only so often.
    void hurry();
    void reconnect();
    void succeed(const std::shared_ptr<Impl>& before) { before_ = before; }
    void stop();
    bool running() const { return running_; }
    awaitable<void> ended();

    void publish(Frame frame) override;
    void drop(std::uint64_t frames) override { counters_.dropped += frames; }
    bool wanted() const override { return !readers_.empty(); }

    const Executor& executor() const { return supervisor_.executor(); }
    WorkerPool& pool() { return pool_; }

private:
    struct Reader {
        OnFrame on_frame;
        std::chrono::milliseconds linger;
        bool started = false;  // false until what is recent was given out
    };

    awaitable<void> run();
    awaitable<void> connect_once();
    void hang_up();
    void start_reader(std::uint64_t id);
    void leave(std::uint64_t id);
    void close_when_idle();
    void change(FeedState state, std::optional<Error> error);
    void failed(Error error);
    void remember(const Frame& frame);
    std::vector<Frame> recent() const;

    WorkerPool& pool_;
    std::string name_;
    MakeSource make_source_;
    FeedLimits limits_;

    std::map<std::uint64_t, std::shared_ptr<Reader>> readers_;
    std::map<std::uint64_t, OnChange> watches_;
    std::uint64_t next_id_ = 1;

    FeedState state_ = FeedState::closed;
    std::optional<Error> error_;
    FeedCounters counters_;

    std::optional<Frame> last_picture_;
    std::vector<media::h264::AccessUnitPtr>
        gop_;  // from the last key picture on; empty when it grew too long
    std::size_t gop_bytes_ = 0;

    bool running_ = false;     // run() is under way
    bool hanging_up_ = false;  // we end the connection, so its end is no failure
    bool stopped_ = false;
    std::weak_ptr<Impl> before_;  // may still have the camera's only place
    Clock::time_point next_dial_;
    Clock::time_point may_hurry_;
    std::chrono::milliseconds backoff_;
    asio::steady_timer wake_;        // ends the wait for next_dial_
    asio::steady_timer idle_;        // runs since the last reader left
    Clock::time_point stays_until_;  // for those who have left
    asio::steady_timer run_ended_;   // expires never: cancelled when run() ends
    Task connection_;
    Supervisor supervisor_;
};

}  // namespace gantry::fuse::cameras
