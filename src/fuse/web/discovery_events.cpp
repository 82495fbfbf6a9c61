#include "fuse/web/discovery_events.hpp"

#include <boost/asio/redirect_error.hpp>

namespace gantry::fuse::web {
namespace {

constexpr auto coalesce = 250ms;
constexpr std::size_t most_at_once = 64;  // printers in a message

// All but the printers; a page that hears `fresh` forgets what it knew.
json::object event_of(discovery::View view, bool fresh) {
    view.printers.clear();
    auto event = to_json(view).as_object();
    event["type"] = "discovery";
    event["fresh"] = fresh;
    event["gone"] = json::array();
    return event;
}

}  // namespace

DiscoveryEvents::DiscoveryEvents(const Executor& executor, Parts parts)
    : parts_(parts), news_(executor, asio::steady_timer::time_point::max()) {
    subscriptions_.push_back(parts_.discovery.changed().subscribe([this] { note_change(); }));
    subscriptions_.push_back(parts_.printers.list_changed().subscribe([this] { note_change(); }));
}

void DiscoveryEvents::note_change() {
    changed_ = true;
    if (!pages_->empty()) news_.cancel();
}

awaitable<void> DiscoveryEvents::run() {
    for (;;) {
        while (!changed_ || pages_->empty()) {
            ErrorCode ignored;
            co_await news_.async_wait(asio::redirect_error(use_awaitable, ignored));
        }
        publish();
        co_await sleep_for(coalesce);
    }
}

awaitable<void> DiscoveryEvents::serve(std::unique_ptr<net::websocket::Connection> connection) {
    auto* page = connection.get();
    const auto view = parts_.discovery.view();
    if (pages_->empty()) {
        told_.clear();
        for (const auto& found : view.printers)
            told_.emplace(Key(found.seen.driver, found.seen.serial), found);
    }
    auto greeting = event_of(view, true);
    json::array printers;
    for (const auto& [key, found] : told_)
        printers.push_back(to_json(found));
    greeting["printers"] = std::move(printers);
    page->send(to_text(greeting));
    pages_->insert(page);
    const std::shared_ptr<void> at_the_end(nullptr, [pages = pages_, page](void*) { pages->erase(page); });
    if (changed_) news_.cancel();
    while (co_await page->read()) {
        // Pages have nothing to say; reading notices when they leave.
    }
}

json::array DiscoveryEvents::take_changed(const discovery::View& view) {
    json::array changed;
    for (const auto& found : view.printers) {
        const Key key(found.seen.driver, found.seen.serial);
        const auto told = told_.find(key);
        if (told != told_.end() && told->second == found) continue;
        if (changed.size() == most_at_once) {
            changed_ = true;  // the others in the next message
            break;
        }
        told_.insert_or_assign(key, found);
        changed.push_back(to_json(found));
    }
    return changed;
}

json::array DiscoveryEvents::take_gone(const discovery::View& view) {
    std::set<Key> present;
    for (const auto& found : view.printers)
        present.emplace(found.seen.driver, found.seen.serial);
    json::array gone;
    std::erase_if(told_, [&](const auto& told) {
        if (present.contains(told.first)) return false;
        gone.push_back({{"driver", told.first.first}, {"serial", told.first.second}});
        return true;
    });
    return gone;
}

void DiscoveryEvents::publish() {
    changed_ = false;
    const auto view = parts_.discovery.view();
    auto event = event_of(view, false);
    event["gone"] = take_gone(view);
    event["printers"] = take_changed(view);
    const auto text = to_text(event);
    for (auto* page : *pages_)
        page->send(text);
}

}  // namespace gantry::fuse::web
