// The open pages: each has one WebSocket that tells what changes in its store and carries live signalling
// (api/cloud.yaml, /api/events). Owned by the program; the event loop only.
#pragma once

#include <set>
#include <unordered_map>

#include "cloud/accounts/changes.hpp"
#include "cloud/doctor/checks.hpp"
#include "cloud/events/story.hpp"
#include "cloud/live/live.hpp"

namespace gantry::cloud::events {

// What a page that comes back has already: all of that stream up to that number.
struct Came {
    std::string stream;
    std::uint64_t after = 0;
};
Came came_of(const net::http::Request& request);

class Hub final : public printers::Watcher {
public:
    Hub(Executor executor, const printers::Fleet& fleet, live::Live& live, doctor::Checks& checks,
        accounts::Changes& changes, std::function<Time()> now);

    // Ends what it still has to say. After the connections have ended.
    awaitable<void> stop() { return supervisor_.stop(); }
    std::size_t pages() const;
    awaitable<void> serve(accounts::Person person, Came came,
                          std::unique_ptr<net::websocket::Connection> connection);

    void printers_changed(const StoreId& store) override;
    void printer_changed(const StoreId& store, const printers::PrinterView& view,
                         const json::object& changes) override;
    void camera_changed(const StoreId& store, const printers::PrinterView& view) override;
    void printer_removed(const farm::PrinterId&) override {}  // printers_changed follows
    // A print of it began or ended, and is written down.
    void print_noted(const StoreId& store, const farm::PrinterId& printer);
    void tags_changed(const StoreId& store, const printers::TagsOfPrinters& tags) override;

private:
    class Page;
    enum class Resumed { no, yes };
    // The pages of a store, and what they were told.
    struct Audience {
        std::set<Page*> pages;
        Story story;
        std::chrono::steady_clock::time_point listed_at;
        std::size_t listed_bytes = 0;  // of the longest that a page was told then
        std::chrono::steady_clock::time_point left_at;
        bool list_is_due = false;
    };

    Audience& audience_of(const Page& page);
    std::string stream_of(const Page& page) const;
    void welcome(Page& page, const Came& came);
    std::string list_for(const Page& page);
    void tell_list(Audience& audience);
    void member_changed(const accounts::Member& member);
    template <class Condition>
    void close_where(Condition condition, std::uint16_t code, const std::string& reason);
    void renewed(const SessionId& session, Time until);
    // Ends the page's access in time, unless it is renewed.
    awaitable<void> guard(Page& page);
    void tell_session(Page& page, Resumed resumed);
    std::size_t tell_printers(Page& page);  // the length of the list
    void send_about(const StoreId& store, const printers::PrinterView& view, std::string_view permission,
                    json::object event);
    void hear(Page& page, const std::string& text);

    const printers::Fleet& fleet_;
    live::Live& live_;
    doctor::Checks& checks_;
    std::function<Time()> now_;
    std::string epoch_;  // of this run of the server
    Supervisor supervisor_;
    std::unordered_map<StoreId, Audience> audiences_;
    std::vector<Subscription> subscriptions_;
};

void add_routes(net::http::Router& router, Hub& hub);

}  // namespace gantry::cloud::events
