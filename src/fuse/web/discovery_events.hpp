// The WebSocket that tells pages what is being found: changes only, and no more at once than a flood of false
// announcements may cost. Owned by the program, beside the server; the loop's thread only.
#pragma once

#include <map>
#include <memory>
#include <set>

#include "fuse/web/views.hpp"
#include "net/websocket/connection.hpp"

namespace gantry::fuse::web {

class DiscoveryEvents {
public:
    DiscoveryEvents(const Executor& executor, Parts parts);

    // Sends what changed, until cancelled.
    awaitable<void> run();
    // One page, until it leaves.
    awaitable<void> serve(std::unique_ptr<net::websocket::Connection> connection);

private:
    using Key = std::pair<std::string, std::string>;  // driver, serial number
    void note_change();
    void publish();
    json::array take_changed(const discovery::View& view);
    json::array take_gone(const discovery::View& view);

    Parts parts_;
    asio::steady_timer news_;  // expires never: cancelled when there is something
    bool changed_ = false;
    // Shared with the coroutines that serve them, which at the end of the program may outlive us.
    std::shared_ptr<std::set<net::websocket::Connection*>> pages_ =
        std::make_shared<std::set<net::websocket::Connection*>>();
    std::map<Key, discovery::FoundPrinter> told_;  // what every page knows
    std::vector<Subscription> subscriptions_;
};

}  // namespace gantry::fuse::web
