// Everybody who watches a printer live, whichever way they came: Cloud's signalling, the own UI, WHEP, the
// command line. Checks no permission: callers do. Owned by the program; the io_context's thread only, and so
// are all callbacks. The feeds, the pool and the engine outlive it, a feed until remove().
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/signal.hpp"
#include "fuse/live/stream.hpp"

namespace gantry::fuse::live {

using SessionId = Id<struct LiveSessionTag>;

enum class Way {
    here,  // our own page, or a player
    cloud
};
BOOST_DESCRIBE_ENUM(Way, here, cloud)

enum class Allow { yes, no };  // the switch in the camera's settings

struct LiveRequest {
    farm::PrinterId printer;
    std::string viewer;  // who watches, for the list; not shown to others
    Way way = Way::here;
    rtc::ViewerRequest rtc;
    Allow allow = Allow::yes;
};

// None of them is called from within open().
struct LiveEvents {
    std::function<void(std::string answer_sdp)> on_answer;
    std::function<void(std::string candidate, std::string sdp_mid)> on_candidate;
    std::function<void()> on_gathering_done;
    std::function<void()> on_connected;
    // The camera cannot be read now, and why. The session stays and plays when it can.
    std::function<void(Error reason)> on_camera_failed;
    // Pictures come from the camera, for the first time or again.
    std::function<void()> on_camera_plays;
    // The viewer's way takes less than the camera has, so it gets less; or everything again.
    std::function<void(bool slow)> on_slow;
    // Exactly once, last. timeout: not connected in time; offline: the viewer or the printer left; cancelled:
    // close().
    std::function<void(Error reason)> on_closed;
};

struct LiveSession {
    SessionId id;
    farm::PrinterId printer;
    std::string viewer;
    Way way = Way::here;
    std::chrono::system_clock::time_point opened_at;
    rtc::ViewerStats stats;
};

class LiveSessions {
public:
    LiveSessions(Executor executor, WorkerPool& pool, rtc::Engine& engine, StreamOptions options = {});
    ~LiveSessions();
    LiveSessions(const LiveSessions&) = delete;
    LiveSessions& operator=(const LiveSessions&) = delete;

    // A printer's camera may be watched from now on; replaces what was known of it.
    void add(const farm::PrinterId& printer, cameras::CameraFeed& feed, cameras::Pictures pictures);
    // Closes its sessions (offline) and lets the feed go.
    void remove(const farm::PrinterId& printer);

    // Errors: disabled (Allow::no, or a printer without camera), not_found, malformed, unsupported, busy.
    Result<SessionId> open(LiveRequest request, LiveEvents events);
    // What the browser trickles. Unknown sessions are ignored: they may have just ended.
    void add_candidate(const SessionId& id, std::string candidate);
    // on_closed (cancelled) follows.
    void close(const SessionId& id);
    void close_all(const farm::PrinterId& printer);
    // Those whose viewer is no longer allowed, for example. Returns how many were closed.
    std::size_t close_if(const std::function<bool(const LiveSession&)>& ends);

    std::vector<LiveSession> list() const;
    std::size_t size() const;
    // A printer's viewers: one came, connected or left.
    Signal<farm::PrinterId>& changed();
    // All zero for a printer that nobody added.
    StreamCounters counters(const farm::PrinterId& printer) const;

private:
    class Impl;
    std::shared_ptr<Impl> impl_;  // callbacks from the engine's thread hold it weakly
};

}  // namespace gantry::fuse::live
