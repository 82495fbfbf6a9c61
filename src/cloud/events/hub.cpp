#include "cloud/events/hub.hpp"

#include "base/bytes.hpp"
#include "base/json_text.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
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
// Lists are long: many printers that come at once are told of together, and the longer the list, the rarer.
constexpr auto between_lists = 250ms;
constexpr std::size_t list_bytes_per_ms = 500;
// A store without pages is remembered for so long, in case that they come back.
constexpr auto remembered_for = 2min;

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
      epoch_(random_id()),
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

awaitable<void> Hub::serve(accounts::Person person, Came came,
                           std::unique_ptr<net::websocket::Connection> connection) {
    Page page(std::move(person), *connection);
    struct Registration {
        Registration(Hub& of, Page& one) : hub(of), page(one) { hub.audience_of(page).pages.insert(&page); }
        ~Registration() {
            auto& audience = hub.audience_of(page);
            audience.pages.erase(&page);
            audience.left_at = std::chrono::steady_clock::now();
            hub.live_.viewer_gone(page);
            hub.checks_.viewer_gone(page);
        }
        Hub& hub;
        Page& page;
    };
    const Registration registration(*this, page);
    const auto guarding = supervisor_.spawn("access", [this, &page] { return guard(page); });
    welcome(page, came);
    while (const auto text = co_await connection->read())
        hear(page, *text);
}

Hub::Audience& Hub::audience_of(const Page& page) {
    return audiences_[page.member().store];
}

std::size_t Hub::pages() const {
    std::size_t count = 0;
    for (const auto& [store, audience] : audiences_)
        count += audience.pages.size();
    return count;
}

// Who sees other things, or was told by a server that is no more, has another one.
std::string Hub::stream_of(const Page& page) const {
    const auto& member = page.member();
    const auto& grants = member.grants;
    auto text = epoch_ + member.id.text() + member.store.text() + page.person().key.text();
    for (const auto& permission : farm::permissions_of(grants))
        text += permission;
    text += to_text(to_json(accounts::view_of(grants.scope)));
    return to_hex(BytesView(sha256(as_bytes(text))).first(16));
}

// All that it missed, when that is known still; else everything.
void Hub::welcome(Page& page, const Came& came) {
    auto& story = audience_of(page).story;
    const auto stream = stream_of(page);
    const auto missed = came.stream == stream ? story.since(came.after) : std::nullopt;
    tell_session(page, missed ? Resumed::yes : Resumed::no);
    if (!missed) {
        tell_printers(page);
        return;
    }
    for (const auto* told : *missed) {
        if (fleet_.allows(page.member(), told->permission, told->printer)) page.send(told->text);
    }
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

void Hub::tell_session(Page& page, Resumed resumed) {
    auto session = accounts::session_of(page.member());
    if (page.is_wall()) {  // its maker's
        session.user.id = {};
        session.administrator = false;
    }
    page.tell({{"type", "session"},
               {"session", to_json(session)},
               {"stream", stream_of(page)},
               {"resumed", resumed == Resumed::yes}});
}

// Printer by printer: the tree of all at once would take many times the room of their text.
std::string Hub::list_for(const Page& page) {
    auto text = fmt::format(R"({{"type":"printers","seq":{},"printers":[)", audience_of(page).story.last());
    const auto add = [&text](const printers::PrinterView& view) {
        if (text.back() != '[') text += ',';
        append_json(text, view);
    };
    const auto views = fleet_.visible_to(page.member());
    if (page.is_wall()) {
        std::vector<printers::PrinterView> copies;
        copies.reserve(views.size());
        for (const auto* view : views)
            copies.push_back(*view);
        for (const auto& view : for_wall(std::move(copies), page.names()))
            add(view);
    } else {
        for (const auto* view : views)
            add(*view);
    }
    return text += "]}";
}

std::size_t Hub::tell_printers(Page& page) {
    const auto text = list_for(page);
    page.send(text);
    return text.size();
}

void Hub::printers_changed(const StoreId& store) {
    const auto found = audiences_.find(store);
    if (found == audiences_.end()) return;
    auto& audience = found->second;
    audience.story.begin_anew();
    if (audience.list_is_due) return;
    const std::chrono::milliseconds for_length(audience.listed_bytes / list_bytes_per_ms);
    const auto due = audience.listed_at + between_lists + for_length;
    const auto now = std::chrono::steady_clock::now();
    if (now >= due) return tell_list(audience);
    audience.list_is_due = true;
    supervisor_.run("list", [this, store, wait = due - now]() -> awaitable<void> {
        co_await sleep_for(wait);
        const auto still = audiences_.find(store);
        if (still != audiences_.end()) tell_list(still->second);
    });
}

void Hub::tell_list(Audience& audience) {
    audience.list_is_due = false;
    audience.listed_at = std::chrono::steady_clock::now();
    audience.listed_bytes = 0;
    audience.story.begin_anew();
    std::string of_all;  // written once for all pages that see every printer
    for (auto* page : audience.pages) {
        const auto& member = page->member();
        if (page->is_wall() || !farm::sees_all(member.grants) ||
            !farm::allows(member.grants, farm::permission::printer_view)) {
            audience.listed_bytes = std::max(audience.listed_bytes, tell_printers(*page));
            continue;
        }
        if (of_all.empty()) of_all = list_for(*page);
        audience.listed_bytes = std::max(audience.listed_bytes, of_all.size());
        page->send(of_all);
    }
}

void Hub::printer_changed(const StoreId& store, const printers::PrinterView& view,
                          const json::object& changes) {
    send_about(store, view, farm::permission::printer_view,
               {{"type", "printer"},
                {"id", view.printer.id.text()},
                {"status", to_json(view.status)},
                {"changes", changes}});
}

void Hub::camera_changed(const StoreId& store, const printers::PrinterView& view) {
    send_about(store, view, farm::permission::printer_camera,
               {{"type", "printer"},
                {"id", view.printer.id.text()},
                {"status", to_json(view.status)},
                {"changes", json::object()},
                {"camera", to_json(view.camera)}});
}

void Hub::print_noted(const StoreId& store, const farm::PrinterId& printer) {
    if (const auto* view = fleet_.of_store(store, printer))
        send_about(store, *view, farm::permission::job_view, {{"type", "prints"}, {"id", printer.text()}});
}

void Hub::send_about(const StoreId& store, const printers::PrinterView& view, std::string_view permission,
                     json::object event) {
    const auto found = audiences_.find(store);
    if (found == audiences_.end()) return;
    auto& audience = found->second;
    if (audience.pages.empty() && std::chrono::steady_clock::now() - audience.left_at > remembered_for) {
        audiences_.erase(found);
        return;
    }
    Told told{audience.story.next(), std::string(permission), view.printer.id, {}};
    event["seq"] = told.number;
    told.text = to_text(event);  // written once for all pages
    for (auto* page : audience.pages) {
        if (!farm::allows(page->member().grants, permission, view.printer.id, view.tags)) continue;
        if (page->is_wall())
            page->tell(for_wall(event, page->names(), view.camera));
        else
            page->send(told.text);
    }
    audience.story.keep(std::move(told));
}

void Hub::tags_changed(const StoreId& store, const printers::TagsOfPrinters& tags) {
    json::object by_printer;
    for (const auto& [printer, some] : tags)
        by_printer[printer.text()] = to_json(some);
    const json::object event = {{"type", "tags"}, {"tags", by_printer}};
    const auto text = to_text(event);
    const auto found = audiences_.find(store);
    if (found == audiences_.end()) return;
    found->second.story.begin_anew();
    for (auto* page : found->second.pages) {
        const auto& member = page->member();
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
    const auto found = audiences_.find(member.store);
    if (found == audiences_.end()) return;
    for (auto* page : found->second.pages) {
        if (page->member().id != member.id) continue;
        page->change(member);
        live_.check_again(*page);
        checks_.check_again(*page);
        tell_session(*page, Resumed::no);
        tell_printers(*page);
    }
}

template <class Condition>
void Hub::close_where(Condition condition, std::uint16_t code, const std::string& reason) {
    for (const auto& [store, audience] : audiences_) {
        for (auto* page : audience.pages) {
            if (!condition(*page)) continue;
            live_.viewer_gone(*page);
            checks_.viewer_gone(*page);
            page->close(code, reason);
        }
    }
}

void Hub::renewed(const SessionId& session, Time until) {
    for (const auto& [store, audience] : audiences_) {
        for (auto* page : audience.pages) {
            if (page->person().session == session) page->renew(until);
        }
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

}  // namespace gantry::cloud::events
