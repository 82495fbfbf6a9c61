// The open pages: each has one WebSocket that tells what changes in its store and carries live signalling
// (api/cloud.yaml, /api/events). Owned by the program; the event loop only.
#pragma once

#include <set>

#include "cloud/accounts/changes.hpp"
#include "cloud/doctor/checks.hpp"
#include "cloud/live/live.hpp"

namespace gantry::cloud::events {

class Hub final : public printers::Watcher {
public:
    Hub(Executor executor, const printers::Fleet& fleet, live::Live& live, doctor::Checks& checks,
        accounts::Changes& changes, std::function<Time()> now);

    awaitable<void> serve(accounts::Person person, std::unique_ptr<net::websocket::Connection> connection);

    void printers_changed(const StoreId& store) override;
    void printer_changed(const StoreId& store, const printers::PrinterView& view,
                         const json::object& changes) override;
    void camera_changed(const StoreId& store, const printers::PrinterView& view) override;
    void printer_removed(const farm::PrinterId&) override {}  // printers_changed follows
    void tags_changed(const StoreId& store, const printers::TagsOfPrinters& tags) override;

private:
    class Page;

    void member_changed(const accounts::Member& member);
    template <class Condition>
    void close_where(Condition condition, std::uint16_t code, const std::string& reason);
    void renewed(const SessionId& session, Time until);
    // Ends the page's access in time, unless it is renewed.
    awaitable<void> guard(Page& page);
    void tell_session(Page& page);
    void tell_printers(Page& page);
    void send_about(const StoreId& store, const printers::PrinterView& view, std::string_view permission,
                    const json::object& event);
    void hear(Page& page, const std::string& text);

    const printers::Fleet& fleet_;
    live::Live& live_;
    doctor::Checks& checks_;
    std::function<Time()> now_;
    Supervisor supervisor_;
    std::set<Page*> pages_;
    std::vector<Subscription> subscriptions_;
};

void add_routes(net::http::Router& router, Hub& hub);

}  // namespace gantry::cloud::events
