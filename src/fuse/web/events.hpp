// The WebSocket that tells pages what changes: computed once, sent to all of them. Owned by the program,
// beside the server; the loop's thread only.
#pragma once

#include <map>
#include <memory>
#include <set>

#include "fuse/printers/changes.hpp"
#include "fuse/web/view_cache.hpp"
#include "net/websocket/connection.hpp"

namespace gantry::fuse::web {

class Events {
public:
    Events(const Executor& executor, Parts parts, ViewCache& cache);

    // Sends what changed, until cancelled: what a calm printer says at once, a busy one four times a second.
    awaitable<void> run();
    // One page, until it leaves.
    awaitable<void> serve(std::unique_ptr<net::websocket::Connection> connection);

private:
    void greet(net::websocket::Connection& connection);
    void publish();
    void publish_cameras();
    void publish_status();
    bool status_is_due() const;
    void publish_viewers();
    void publish_printer(const farm::PrinterId& id);
    void publish_printers();
    std::string printers_event();
    void send(const json::value& event);
    void send_text(const std::string& text);

    Parts parts_;
    ViewCache& cache_;
    printers::ChangedPrinters changes_;
    std::set<farm::PrinterId> cameras_;  // whose camera changed
    // Shared with the coroutines that serve them, which at the end of the program may outlive us.
    std::shared_ptr<std::set<net::websocket::Connection*>> pages_ =
        std::make_shared<std::set<net::websocket::Connection*>>();
    // What every page was told last.
    std::map<farm::PrinterId, PrinterView> told_;
    StatusView status_;
    std::chrono::steady_clock::time_point status_told_;
    std::uint64_t newest_line_ = 0;
    std::vector<Subscription> subscriptions_;
};

}  // namespace gantry::fuse::web
