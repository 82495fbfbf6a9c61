// The WebSocket of the Camera Activity page: all there is, then what changes, at once; what only counts
// (bytes, frames) once a second. Costs nothing while nobody looks. Owned by the program, beside the server;
// the loop's thread only.
#pragma once

#include <memory>
#include <set>

#include "fuse/web/activity_view.hpp"
#include "net/websocket/connection.hpp"

namespace gantry::fuse::web {

class ActivityEvents {
public:
    ActivityEvents(const Executor& executor, Parts parts);

    // Sends what changed, until cancelled.
    awaitable<void> run();
    // One page, until it leaves.
    awaitable<void> serve(std::unique_ptr<net::websocket::Connection> connection);

private:
    void note_change();
    void publish();
    // A new list of cameras is told as a whole.
    bool same_cameras(const ActivityView& view) const;

    Parts parts_;
    asio::steady_timer news_;  // of the next look; cancelled when something changes
    bool changed_ = false;
    // Shared with the coroutines that serve them, which at the end of the program may outlive us.
    std::shared_ptr<std::set<net::websocket::Connection*>> pages_ =
        std::make_shared<std::set<net::websocket::Connection*>>();
    ActivityView told_;  // what every page knows
    std::vector<Subscription> subscriptions_;
};

}  // namespace gantry::fuse::web
