#include "fuse/stats/feed.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "farm/gateway/messages.hpp"
#include "fuse/activation/activation.hpp"

namespace gantry::fuse::stats {
namespace {

constexpr auto pace = 250ms;  // of one printer
constexpr int protocol = 1;

std::string hello() {
    return to_text(json::object{{"type", "hello"},
                                {"protocol", protocol},
                                {"version", GANTRY_VERSION},
                                {"host_name", activation::host_name()}});
}

bool wants(const Choice& choice, const farm::PrinterId& id) {
    return !choice || choice->contains(id);
}

}  // namespace

Feed::Feed(const Executor& executor, printers::Printers& printers)
    : printers_(printers), changes_(executor, printers, pace) {
    list_changed_ = printers_.list_changed().subscribe([this] {
        if (readers_->empty()) return;
        remember_all();
        for (auto* reader : *readers_)
            send_state(*reader);
    });
}

awaitable<void> Feed::run() {
    for (;;)
        publish(co_await changes_.next());
}

// What others are not told yet must not be missing in what the new reader is told next.
Subscription Feed::tell(Reader& reader) {
    if (readers_->empty()) {
        remember_all();
    } else {
        publish(changes_.take());
    }
    reader.connection.send(hello());
    send_state(reader);
    readers_->push_back(&reader);
    return Subscription(std::shared_ptr<void>(
        nullptr, [readers = readers_, &reader](void*) { std::erase(*readers, &reader); }));
}

void Feed::send_state(Reader& reader) {
    reader.connection.send(state_text(reader.choice));
}

std::vector<const Reader*> Feed::readers() const {
    return {readers_->begin(), readers_->end()};
}

void Feed::remember_all() {
    told_.clear();
    for (const auto& session : printers_.all()) {
        const auto& printer = session->config().printer;
        told_[printer.id] = {printer, farm::status_of(printer, session->state()), session->state()};
    }
}

void Feed::publish(const std::vector<farm::PrinterId>& changed) {
    if (readers_->empty()) return told_.clear();
    for (const auto& id : changed)
        publish_printer(id);
}

void Feed::publish_printer(const farm::PrinterId& id) {
    const auto told = told_.find(id);
    const auto* session = printers_.find(id);
    if (told == told_.end() || session == nullptr) return;
    const auto& state = session->state();
    const auto status = farm::status_of(session->config().printer, state);
    json::object event{{"type", "change"}, {"at", unix_ms_now()}, {"id", id.text()}};
    if (status != told->second.status) event["status"] = to_json(status);
    auto changes = farm::gateway::changes(told->second.state, state);
    if (!changes.empty()) event["changes"] = std::move(changes);
    if (event.size() == 3) return;
    told->second.status = status;
    told->second.state = state;
    const auto text = to_text(event);
    for (auto* reader : *readers_)
        if (wants(reader->choice, id)) reader->connection.send(text);
}

std::string Feed::state_text(const Choice& choice) const {
    json::array list;
    for (const auto& session : printers_.all()) {
        const auto told = told_.find(session->config().printer.id);
        if (told == told_.end() || !wants(choice, told->first)) continue;
        const auto& [printer, status, state] = told->second;
        list.push_back(
            {{"printer", to_json(printer)}, {"status", to_json(status)}, {"state", to_json(state)}});
    }
    return to_text(json::object{{"type", "state"}, {"at", unix_ms_now()}, {"printers", std::move(list)}});
}

}  // namespace gantry::fuse::stats
