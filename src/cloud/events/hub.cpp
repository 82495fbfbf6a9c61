#include "cloud/events/hub.hpp"

#include "base/log.hpp"

namespace gantry::cloud::events {
namespace {

constexpr std::size_t max_page_message_bytes = 256 * 1024;
constexpr std::uint16_t signed_out_code = 4001;
constexpr auto log_area = "cloud.events";

struct PageMessage {
    std::string type;
};
BOOST_DESCRIBE_STRUCT(PageMessage, (), (type))

struct Offer {
    live::SessionId session;
    std::string sdp;
};
BOOST_DESCRIBE_STRUCT(Offer, (), (session, sdp))

struct Stop {
    live::SessionId session;
};
BOOST_DESCRIBE_STRUCT(Stop, (), (session))

}  // namespace

class Hub::Page final : public live::Viewer {
public:
    Page(accounts::Person person, net::websocket::Connection& connection)
        : person_(std::move(person)), connection_(connection) {}

    const accounts::Member& member() const override { return person_.member; }
    void tell(const json::object& event) override { connection_.send(to_text(event)); }

    const std::string& session() const { return person_.session; }
    void send(const std::string& text) { connection_.send(text); }
    void close() { connection_.close(signed_out_code, "signed out"); }
    void change(const accounts::Member& member) { person_.member = member; }
    bool may_start_live() { return starts_.allow("", std::chrono::steady_clock::now()); }

private:
    accounts::Person person_;
    net::websocket::Connection& connection_;
    RateLimit starts_{200, std::chrono::milliseconds(200), 1};
};

awaitable<void> Hub::serve(accounts::Person person, std::unique_ptr<net::websocket::Connection> connection) {
    Page page(std::move(person), *connection);
    struct Registration {
        Registration(Hub& of, Page& one) : hub(of), page(one) { hub.pages_.insert(&page); }
        ~Registration() {
            hub.pages_.erase(&page);
            hub.live_.viewer_gone(page);
        }
        Hub& hub;
        Page& page;
    };
    const Registration registration(*this, page);
    tell_session(page);
    tell_printers(page);
    while (const auto text = co_await connection->read())
        hear(page, *text);
}

void Hub::hear(Page& page, const std::string& text) {
    const auto value = parse_json(text, {.max_bytes = max_page_message_bytes, .max_depth = 8});
    const auto message = value ? from_json<PageMessage>(*value) : std::unexpected(value.error());
    if (!message) return log::debug(log_area, "a page said: {}", message.error().detail);
    if (message->type == "live.start") {
        auto start = from_json<live::Start>(*value);
        if (start && page.may_start_live()) return live_.start(page, *std::move(start));
    } else if (message->type == "live.offer") {
        if (auto offer = from_json<Offer>(*value)) return live_.offer(page, offer->session, offer->sdp);
    } else if (message->type == "live.candidate") {
        if (auto candidate = from_json<farm::gateway::LiveCandidate>(*value))
            return live_.candidate(page, *std::move(candidate));
    } else if (message->type == "live.stop") {
        if (const auto stop = from_json<Stop>(*value)) return live_.stop(page, stop->session);
    }
    log::debug(log_area, "a page's {} was not understood", message->type);
}

void Hub::tell_session(Page& page) {
    page.tell({{"type", "session"}, {"session", to_json(accounts::session_of(page.member()))}});
}

void Hub::tell_printers(Page& page) {
    page.tell({{"type", "printers"}, {"printers", to_json(fleet_.visible_to(page.member()))}});
}

void Hub::printers_changed(const StoreId& store) {
    std::string of_all;  // written once for all pages that see every printer
    for (auto* page : pages_) {
        const auto& member = page->member();
        if (member.store != store) continue;
        if (!member.grants.scope.all || !farm::allows(member.grants, farm::permission::printer_view)) {
            tell_printers(*page);
            continue;
        }
        if (of_all.empty()) {
            const json::object event = {{"type", "printers"},
                                        {"printers", to_json(fleet_.visible_to(member))}};
            of_all = to_text(event);
        }
        page->send(of_all);
    }
}

void Hub::printer_changed(const StoreId& store, const printers::PrinterView& view,
                          const json::object& changes) {
    const json::object event = {{"type", "printer"},
                                {"id", view.printer.id.text()},
                                {"status", to_json(view.status)},
                                {"changes", changes}};
    send_about(store, view.printer.id, farm::permission::printer_view, event);
}

void Hub::camera_changed(const StoreId& store, const printers::PrinterView& view) {
    const json::object event = {{"type", "printer"},
                                {"id", view.printer.id.text()},
                                {"status", to_json(view.status)},
                                {"changes", json::object()},
                                {"camera", to_json(view.camera)}};
    send_about(store, view.printer.id, farm::permission::printer_camera, event);
}

void Hub::send_about(const StoreId& store, const farm::PrinterId& printer, std::string_view permission,
                     const json::object& event) {
    std::string text;  // written once for all pages
    for (auto* page : pages_) {
        const auto& member = page->member();
        if (member.store != store || !farm::allows(member.grants, permission, printer)) continue;
        if (text.empty()) text = to_text(event);
        page->send(text);
    }
}

void Hub::grants_changed(const accounts::Member& member) {
    for (auto* page : pages_) {
        if (page->member().id != member.id) continue;
        page->change(member);
        live_.check_again(*page);
        tell_session(*page);
        tell_printers(*page);
    }
}

void Hub::signed_out(const std::string& session) {
    for (auto* page : pages_) {
        if (page->session() != session) continue;
        live_.viewer_gone(*page);
        page->close();
    }
}

void add_routes(net::http::Router& router, Hub& hub) {
    router.add({.pattern = "/api/events",
                .permission = "session",
                .socket = [&hub](net::http::Request request,
                                 std::unique_ptr<net::websocket::Connection> connection) {
                    return hub.serve(accounts::person_of(request), std::move(connection));
                }});
}

}  // namespace gantry::cloud::events
