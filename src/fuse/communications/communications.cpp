#include "fuse/communications/communications.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "fuse/communications/redact.hpp"

namespace gantry::fuse::communications {
Communications::Communications(WorkerPool& pool, printers::Printers& printers, Limits limits)
    : pool_(pool),
      printers_(printers),
      limits_(limits),
      message_(printers.message().subscribe(
          [this](const farm::PrinterId& id, const printers::Message& message) { keep(id, message); })),
      list_changed_(printers.list_changed().subscribe([this] { forget_removed(); })) {}

Communications::Printer& Communications::at(const farm::PrinterId& id) {
    const auto found = logs_.find(id);
    return found != logs_.end() ? found->second : logs_.try_emplace(id, Log(limits_)).first->second;
}

Communications::Logs Communications::hand_over() {
    Logs logs;
    for (auto& [id, printer] : std::exchange(logs_, {}))
        logs.emplace(id, std::move(printer.log));
    bytes_ = 0;
    return logs;
}

void Communications::take_over(Logs logs) {
    for (auto& [id, log] : logs) {
        if (printers_.find(id) == nullptr) continue;
        bytes_ += log.bytes();
        if (!logs_.try_emplace(id, std::move(log)).second) bytes_ -= log.bytes();
    }
}

template <class Change>
void Communications::counting(Log& log, Change change) {
    bytes_ -= log.bytes();
    change();
    bytes_ += log.bytes();
}

void Communications::keep(const farm::PrinterId& id, const printers::Message& message) {
    const auto* session = printers_.find(id);
    if (session == nullptr) return;
    const auto secrets = printers::secrets_of(session->config());
    const auto text = redact(message.payload, secrets);
    auto& printer = at(id);
    Row row{.at = unix_ms_now(),
            .direction = message.direction,
            .topic = redact(message.topic, secrets),
            .name = std::string(message.name),
            .size = message.payload.size()};
    counting(printer.log, [&] { row = printer.log.add(std::move(row), text, packer_); });
    keep_within_bounds();
    printer.news.tell(&row, text);
}

// Whoever keeps most gives first.
void Communications::keep_within_bounds() {
    while (bytes_ > limits_.bytes_in_all) {
        const auto largest =
            std::ranges::max_element(logs_, {}, [](const auto& entry) { return entry.second.log.bytes(); });
        auto& log = largest->second.log;
        if (log.empty()) return;
        counting(log, [&] { log.drop_oldest(); });
    }
}

void Communications::forget_removed() {
    for (auto it = logs_.begin(); it != logs_.end();) {
        const bool removed = printers_.find(it->first) == nullptr;
        if (removed) bytes_ -= it->second.log.bytes();
        it = removed ? logs_.erase(it) : std::next(it);
    }
}

Amount Communications::amount(const farm::PrinterId& id) const {
    const auto found = logs_.find(id);
    if (found == logs_.end()) return {};
    const auto& log = found->second.log;
    return {log.count(), log.bytes(), log.dropped()};
}

Result<std::vector<Kept>> Communications::copy(const farm::PrinterId& id) const {
    if (printers_.find(id) == nullptr) return fail(Errc::not_found, "no such printer");
    const auto found = logs_.find(id);
    return found == logs_.end() ? std::vector<Kept>{} : found->second.log.copy();
}

awaitable<Result<Selection>> Communications::select(farm::PrinterId id, Filter filter, std::uint64_t before,
                                                    std::size_t limit) {
    auto kept = copy(id);
    if (!kept) co_return std::unexpected(kept.error());
    auto work = [kept = std::move(*kept), filter = std::move(filter), before, limit] {
        return communications::select(kept, filter, before, limit);
    };
    co_return co_await pool_.run(std::move(work));
}

awaitable<Result<Detail>> Communications::read(farm::PrinterId id, std::uint64_t number) {
    auto kept = copy(id);
    if (!kept) co_return std::unexpected(kept.error());
    auto work = [kept = std::move(*kept), number, replay = printers_.find(id)->make_replay()]() mutable {
        return communications::read(kept, number, std::move(replay));
    };
    co_return co_await pool_.run(std::move(work));
}

awaitable<Result<std::string>> Communications::lines(farm::PrinterId id, std::size_t max_bytes) {
    auto kept = copy(id);
    if (!kept) co_return std::unexpected(kept.error());
    auto work = [kept = std::move(*kept), max_bytes] { return to_lines(kept, max_bytes); };
    co_return co_await pool_.run(std::move(work));
}

Result<> Communications::clear(const farm::PrinterId& id) {
    if (printers_.find(id) == nullptr) return fail(Errc::not_found, "no such printer");
    auto& printer = at(id);
    counting(printer.log, [&] { printer.log.clear(); });
    printer.news.tell(nullptr, "");
    return {};
}

Subscription Communications::follow(const farm::PrinterId& id, Listener listener) {
    return at(id).news.subscribe(
        [listener = std::move(listener)](const Row* const& row, const std::string_view& text) {
            listener(row, text);
        });
}

}  // namespace gantry::fuse::communications
