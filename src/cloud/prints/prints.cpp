#include "cloud/prints/prints.hpp"

#include <algorithm>
#include <utility>

#include "base/within.hpp"

namespace gantry::cloud::prints {
namespace {

// Of one printer at a time; a Fuse that invents more loses the oldest.
constexpr std::size_t max_waiting = 8;

}  // namespace

Prints::Prints(Executor executor, storage::Database& database, Limits limits)
    : database_(database), limits_(std::move(limits)), supervisor_(std::move(executor), "cloud.prints") {}

awaitable<Result<LastPrints>> Prints::load() {
    co_return co_await database_.run(
        [](soci::session& sql) -> Result<LastPrints> { return last_prints(sql); });
}

awaitable<Result<>> Prints::forget_gone() {
    auto work = [since = to_ms(limits_.now() - limits_.of_gone_printers)](soci::session& sql) -> Result<> {
        prints::forget_gone(sql, since);
        return {};
    };
    co_return co_await database_.run(std::move(work));
}

awaitable<Result<Page>> Prints::page(StoreId store, PrinterId printer, Query query) {
    auto work = [store = std::move(store), printer = std::move(printer), query](
                    soci::session& sql) -> Result<Page> { return prints::page(sql, store, printer, query); };
    co_return co_await database_.run(std::move(work));
}

void Prints::printer_added(const StoreId& store, const printers::PrinterView& view) {
    if (!view.state.print.id.empty()) note(store, view.printer.id, view.state.print);
}

void Prints::printer_changed(const StoreId& store, const printers::PrinterView& view,
                             const json::object& changes) {
    if (changes.contains("print")) note(store, view.printer.id, view.state.print);
}

void Prints::note(const StoreId& store, const PrinterId& printer, const farm::Print& print) {
    auto& [of_store, prints] = waiting_[printer];
    if (of_store != store) prints.clear();
    of_store = store;
    if (prints.empty() || prints.back().id != print.id)
        prints.push_back(print);
    else
        prints.back() = print;
    if (prints.size() > max_waiting) prints.pop_front();
    if (std::exchange(writing_, true)) return;
    supervisor_.run("prints", [this] { return write_all(); });
}

awaitable<void> Prints::write_all() {
    const std::shared_ptr<void> at_the_end(nullptr, [this](void*) { writing_ = false; });
    while (!waiting_.empty()) {
        take();
        const auto written = co_await write(under_way_);  // a failure is in the log already
        if (!written) put_back();
        const auto done = std::exchange(under_way_, {});
        if (!written) {
            co_await sleep_for(limits_.again_after);
            continue;
        }
        for (const auto& [printer, note] : done)
            noted.tell(note.store, printer);
    }
}

void Prints::take() {
    while (!waiting_.empty() && under_way_.size() < limits_.at_once) {
        auto first = waiting_.extract(waiting_.begin());
        under_way_.emplace_back(first.key(), std::move(first.mapped()));
    }
}

// What has come meanwhile is newer.
void Prints::put_back() {
    for (auto& [printer, note] : under_way_) {
        auto& newer = waiting_[printer];
        if (newer.prints.empty()) newer.store = note.store;
        if (newer.store != note.store) continue;
        if (!newer.prints.empty() && note.prints.back().id == newer.prints.front().id) note.prints.pop_back();
        newer.prints.insert(newer.prints.begin(), note.prints.begin(), note.prints.end());
        while (newer.prints.size() > max_waiting)
            newer.prints.pop_front();
    }
}

awaitable<Result<>> Prints::write(Batch batch) {
    auto work = [batch = std::move(batch), now = to_ms(limits_.now()),
                 keep = limits_.of_a_printer](soci::session& sql) -> Result<> {
        for (const auto& [printer, note] : batch) {
            bool grown = false;
            for (const auto& print : note.prints)
                grown = prints::write(sql, note.store, printer, print, now) == Written::anew || grown;
            if (grown) forget_old(sql, note.store, printer, keep);
        }
        return {};
    };
    co_return co_await database_.run(std::move(work));
}

awaitable<void> Prints::stop() {
    co_await supervisor_.stop();
    put_back();  // whether it was written is not known; to write it twice does no harm
    under_way_.clear();
    while (!waiting_.empty()) {
        take();
        if (!co_await write(std::exchange(under_way_, {}))) co_return;
    }
}

}  // namespace gantry::cloud::prints
