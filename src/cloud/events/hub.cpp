#include "cloud/events/hub.hpp"

#include "base/log.hpp"
#include "base/rate_limit.hpp"
#include "cloud/events/discretion.hpp"

namespace gantry::cloud::events {
namespace {

constexpr std::size_t max_page_message_bytes = 256 * 1024;
// api/cloud.yaml: what a page does next.
constexpr std::uint16_t signed_out_code = 4001;
constexpr std::uint16_t expired_code = 4002;
constexpr std::uint16_t moved_code = 4003;
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

// The event of a change as a wall is told it.
json::object for_wall(json::object event, Names names, const printers::CameraView& camera) {
    event["changes"] = for_wall(std::move(event.at("changes").as_object()), names);
    if (event.contains("camera")) event["camera"] = to_json(for_wall(camera, names));
    return event;
}

}  // namespace

class Hub::Page final : public live::Viewer {
public:
    Page(accounts::Person person, net::websocket::Connection& connection)
        : person_(std::move(person)), connection_(connection) {}

    const accounts::Member& member() const override { return person_.member; }
    void tell(const json::object& event) override { connection_.send(to_text(event)); }

    const accounts::Person& person() const { return person_; }
    void send(const std::string& text) { connection_.send(text); }
    void close(std::uint16_t code, const std::string& reason) { connection_.close(code, reason); }
    bool is_wall() const { return !person_.wall.empty(); }
    Names names() const { return person_.hide_names ? Names::hidden : Names::shown; }
    // What limits a key or a wall stays, and the name under which a wall looks.
    void change(accounts::Member member) {
        auto& before = person_.member;
        member.grants.within = std::move(before.grants.within);
        member.grants.bounds = std::move(before.grants.bounds);
        if (is_wall()) {
            member.name = before.name;
            member.email.clear();
        }
        person_.member = std::move(member);
    }
    void renew(Time until) { person_.until = until; }
    bool may_start_live() { return starts_.allow("", std::chrono::steady_clock::now()); }

private:
    accounts::Person person_;
    net::websocket::Connection& connection_;
    RateLimit starts_{200, std::chrono::milliseconds(200), 1};
};

Hub::Hub(Executor executor, const printers::Fleet& fleet, live::Live& live, doctor::Checks& checks,
         accounts::Changes& changes, std::function<Time()> now)
    : fleet_(fleet),
      live_(live),
      checks_(checks),
      now_(std::move(now)),
      supervisor_(std::move(executor), log_area) {
    subscriptions_.push_back(
        changes.member.subscribe([this](const accounts::Member& member) { member_changed(member); }));
    subscriptions_.push_back(changes.removed.subscribe([this](const UserId& user, const StoreId& store) {
        const auto was_there = [&](const Page& page) {
            return page.member().id == user && page.member().store == store;
        };
        close_where(was_there, moved_code, "no longer in this store");
    }));
    subscriptions_.push_back(changes.signed_out.subscribe([this](const SessionId& session) {
        const auto is_of_it = [&](const Page& page) { return page.person().session == session; };
        close_where(is_of_it, signed_out_code, "signed out");
    }));
    subscriptions_.push_back(changes.moved.subscribe([this](const SessionId& session) {
        const auto is_of_it = [&](const Page& page) { return page.person().session == session; };
        close_where(is_of_it, moved_code, "in another store now");
    }));
    subscriptions_.push_back(changes.revoked.subscribe([this](const ApiKeyId& key) {
        const auto is_of_it = [&](const Page& page) { return page.person().key == key; };
        close_where(is_of_it, signed_out_code, "revoked");
    }));
    subscriptions_.push_back(changes.taken_down.subscribe([this](const WallLinkId& wall) {
        const auto is_of_it = [&](const Page& page) { return page.person().wall == wall; };
        close_where(is_of_it, signed_out_code, "revoked");
    }));
    subscriptions_.push_back(
        changes.renewed.subscribe([this](const SessionId& session, Time until) { renewed(session, until); }));
}

awaitable<void> Hub::serve(accounts::Person person, std::unique_ptr<net::websocket::Connection> connection) {
    Page page(std::move(person), *connection);
    struct Registration {
        Registration(Hub& of, Page& one) : hub(of), page(one) { hub.pages_.insert(&page); }
        ~Registration() {
            hub.pages_.erase(&page);
            hub.live_.viewer_gone(page);
            hub.checks_.viewer_gone(page);
        }
        Hub& hub;
        Page& page;
    };
    const Registration registration(*this, page);
    const auto guarding = supervisor_.spawn("access", [this, &page] { return guard(page); });
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
    } else if (message->type == "check.start") {
        auto start = from_json<doctor::Start>(*value);
        if (start && !page.is_wall() && page.may_start_live()) return checks_.start(page, *std::move(start));
    }
    log::debug(log_area, "a page's {} was not understood", message->type);
}

void Hub::tell_session(Page& page) {
    auto session = accounts::session_of(page.member());
    if (page.is_wall()) session.user.id = {};  // its maker's
    page.tell({{"type", "session"}, {"session", to_json(session)}});
}

void Hub::tell_printers(Page& page) {
    auto views = fleet_.visible_to(page.member());
    if (page.is_wall()) views = for_wall(std::move(views), page.names());
    page.tell({{"type", "printers"}, {"printers", to_json(views)}});
}

void Hub::printers_changed(const StoreId& store) {
    std::string of_all;  // written once for all pages that see every printer
    for (auto* page : pages_) {
        const auto& member = page->member();
        if (member.store != store) continue;
        if (page->is_wall() || !farm::sees_all(member.grants) ||
            !farm::allows(member.grants, farm::permission::printer_view)) {
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
    send_about(store, view, farm::permission::printer_view, event);
}

void Hub::camera_changed(const StoreId& store, const printers::PrinterView& view) {
    const json::object event = {{"type", "printer"},
                                {"id", view.printer.id.text()},
                                {"status", to_json(view.status)},
                                {"changes", json::object()},
                                {"camera", to_json(view.camera)}};
    send_about(store, view, farm::permission::printer_camera, event);
}

void Hub::send_about(const StoreId& store, const printers::PrinterView& view, std::string_view permission,
                     const json::object& event) {
    std::string text;  // written once for all pages
    for (auto* page : pages_) {
        const auto& member = page->member();
        if (member.store != store || !farm::allows(member.grants, permission, view.printer.id, view.tags))
            continue;
        if (page->is_wall()) {
            page->tell(for_wall(event, page->names(), view.camera));
            continue;
        }
        if (text.empty()) text = to_text(event);
        page->send(text);
    }
}

void Hub::tags_changed(const StoreId& store, const printers::TagsOfPrinters& tags) {
    json::object by_printer;
    for (const auto& [printer, some] : tags)
        by_printer[printer.text()] = to_json(some);
    const json::object event = {{"type", "tags"}, {"tags", by_printer}};
    const auto text = to_text(event);
    for (auto* page : pages_) {
        const auto& member = page->member();
        if (member.store != store) continue;
        // Another set of printers may be theirs now.
        live_.check_again(*page);
        checks_.check_again(*page);
        if (!page->is_wall() && farm::sees_all(member.grants) &&
            farm::allows(member.grants, farm::permission::printer_view)) {
            page->send(text);
        } else {
            tell_printers(*page);
        }
    }
}

void Hub::member_changed(const accounts::Member& member) {
    for (auto* page : pages_) {
        if (page->member().id != member.id || page->member().store != member.store) continue;
        page->change(member);
        live_.check_again(*page);
        checks_.check_again(*page);
        tell_session(*page);
        tell_printers(*page);
    }
}

template <class Condition>
void Hub::close_where(Condition condition, std::uint16_t code, const std::string& reason) {
    for (auto* page : pages_) {
        if (!condition(*page)) continue;
        live_.viewer_gone(*page);
        checks_.viewer_gone(*page);
        page->close(code, reason);
    }
}

void Hub::renewed(const SessionId& session, Time until) {
    for (auto* page : pages_) {
        if (page->person().session == session) page->renew(until);
    }
}

awaitable<void> Hub::guard(Page& page) {
    for (;;) {
        const auto left = page.person().until - now_();
        if (left <= left.zero()) break;
        co_await sleep_for(std::min<std::chrono::system_clock::duration>(left, std::chrono::minutes(1)));
    }
    live_.viewer_gone(page);
    checks_.viewer_gone(page);
    page.close(expired_code, "the access has expired");
}

void add_routes(net::http::Router& router, Hub& hub) {
    router.add({.pattern = "/api/events",
                .permission = "member",
                .socket = [&hub](net::http::Request request,
                                 std::unique_ptr<net::websocket::Connection> connection) {
                    return hub.serve(accounts::person_of(request), std::move(connection));
                }});
    router.add({.pattern = "/api/wall/{id}/events",
                .permission = "wall",
                .socket = [&hub](net::http::Request request,
                                 std::unique_ptr<net::websocket::Connection> connection) {
                    return hub.serve(accounts::person_of(request), std::move(connection));
                }});
}

}  // namespace gantry::cloud::events
