// One printer's camera for everybody: live view, snapshots, timelapses and previews read the same connection.
// Opened with the first reader, closed some seconds after the last, opened again while readers wait. There is
// never a second connection, and a new one is dialled only after the old one is closed: printers take one
// client.
//
// Owned by its printer's session; the io_context's thread only. Handles and callbacks may outlive the feed.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "base/asio.hpp"
#include "base/worker_pool.hpp"
#include "fuse/cameras/source.hpp"

namespace gantry::fuse::cameras {

enum class FeedState {
    closed,      // nobody reads
    connecting,  // dialling, or connected and waiting for the first frame
    streaming,
    failed  // waits before it tries again; `error` says why
};
BOOST_DESCRIBE_ENUM(FeedState, closed, connecting, streaming, failed)

struct FeedCounters {
    std::uint64_t connections = 0;  // opened since the start
    std::uint64_t frames = 0;
    std::uint64_t bytes = 0;
    std::uint64_t dropped = 0;  // frames that arrived broken
};

struct FeedStatus {
    FeedState state = FeedState::closed;
    std::optional<Error> error;  // of the last connection; none once a frame has come
    FeedCounters counters;
    std::size_t readers = 0;
};

struct FeedLimits {
    std::chrono::milliseconds idle_close{10'000};     // after the last reader
    std::chrono::milliseconds snapshot_close{1'000};  // after one that wanted a single picture
    std::chrono::milliseconds backoff_first{1'000};
    std::chrono::milliseconds backoff_longest{30'000};
    // A reader who comes while the feed waits ends the wait, but not twice within so long.
    std::chrono::milliseconds early_retry{5'000};
    std::chrono::milliseconds fresh{3'000};  // a frame no older than this is the present
};

// A place in a feed's list: dropping it ends the callbacks.
class FeedHandle {
public:
    FeedHandle() = default;
    explicit FeedHandle(std::function<void()> leave) : leave_(std::move(leave)) {}
    FeedHandle(FeedHandle&& other) noexcept : leave_(std::exchange(other.leave_, nullptr)) {}
    FeedHandle& operator=(FeedHandle&& other) noexcept;
    ~FeedHandle() { reset(); }

    void reset();
    explicit operator bool() const { return leave_ != nullptr; }

private:
    std::function<void()> leave_;
};
using FeedReader = FeedHandle;
using FeedWatch = FeedHandle;

class CameraFeed {
public:
    using OnFrame = std::function<void(const Frame&)>;
    using OnChange = std::function<void(const FeedStatus&)>;
    // Called before each connection; its error is the feed's (a camera that is switched off, for example).
    using MakeSource = std::function<Result<std::unique_ptr<CameraSource>>()>;
    enum class Begin {
        next,   // with the next frame
        recent  // with what is fresh: the last JPEG, or the H.264 pictures since the last key picture
    };

    // `name` stands in the log. The pool outlives the feed.
    CameraFeed(Executor executor, WorkerPool& pool, std::string name, MakeSource make_source,
               FeedLimits limits = {});
    ~CameraFeed();
    CameraFeed(const CameraFeed&) = delete;
    CameraFeed& operator=(const CameraFeed&) = delete;

    // Callbacks come later, never from within this call. After a failure the camera is tried again at once,
    // unless it refused us: only other settings help then.
    [[nodiscard]] FeedReader read(OnFrame on_frame, Begin begin = Begin::next);
    // Each change of the state or the error.
    [[nodiscard]] FeedWatch watch(OnChange on_change);
    FeedStatus status() const;
    // The newest frame that is a picture by itself (a JPEG or a key picture); its captured_at says how old.
    std::optional<Frame> last_picture() const;
    // What a feed before this one showed last; until a picture comes.
    void recall(Frame last);

    // The present as JPEG: the last frame when it is fresh, otherwise the next one. With `max_age` the last
    // picture that is no older will do, also of a camera that cannot be reached now. JPEG cameras' pictures
    // are given as sent. A connection that is made for it alone ends soon after: a printer has one place for
    // a client, and what it sends unseen is lost on its network. Errors: those of the source, or timeout.
    awaitable<Result<media::jpeg::ImagePtr>> snapshot(std::chrono::milliseconds limit,
                                                      std::optional<std::chrono::milliseconds> max_age = {});

    // The settings changed: closes the connection and, while there are readers, dials anew at once.
    void reconnect();
    // Of a camera that `before` read until now, and is stopping: dials once that has ended, since a printer
    // has one place for a client. Before the first reader.
    void succeed(const CameraFeed& before);
    // Closes for good; completes when the connection is closed.
    awaitable<void> stop();

    class Impl;

private:
    std::shared_ptr<Impl> impl_;  // shared with the connection's coroutine, which may end later
};

}  // namespace gantry::fuse::cameras
