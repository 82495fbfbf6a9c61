#include "cloud/prints/prints.hpp"

#include <utility>

namespace gantry::cloud::prints {
namespace {

// Of one printer at a time; a Fuse that invents more loses the oldest.
constexpr std::size_t max_waiting = 8;

}  // namespace

Prints::Prints(Executor executor, storage::Database& database, Limits limits)
    : database_(database),
      limits_(std::move(limits)),
      notes_(std::move(executor), database, "cloud.prints", limits_.writes,
             {.write = [keep = limits_.of_a_printer](
                           soci::session& sql, const Notes::Batch& batch) { return write(sql, batch, keep); },
              .put_back = put_back,
              .written =
                  [this](const Notes::Batch& batch) {
                      for (const auto& [printer, note] : batch)
                          noted.tell(note.store, printer);
                  }}) {}

awaitable<Result<LastPrints>> Prints::load() {
    co_return co_await database_.read(
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
    co_return co_await database_.read(std::move(work));
}

void Prints::printer_added(const StoreId& store, const printers::PrinterView& view) {
    if (!view.state.print.id.empty()) note(store, view.printer.id, view.state.print);
}

void Prints::printer_changed(const StoreId& store, const printers::PrinterView& view,
                             const json::object& changes) {
    if (changes.contains("print")) note(store, view.printer.id, view.state.print);
}

void Prints::note(const StoreId& store, const PrinterId& printer, const farm::Print& print) {
    notes_.note(printer, [&](Note& note) {
        if (note.store != store) note.prints.clear();
        note.store = store;
        note.noted_at = to_ms(limits_.now());
        if (note.prints.empty() || note.prints.back().id != print.id)
            note.prints.push_back(print);
        else
            note.prints.back() = print;
        if (note.prints.size() > max_waiting) note.prints.pop_front();
    });
}

// What has come meanwhile is newer.
void Prints::put_back(Note& newer, Note older) {
    if (newer.prints.empty()) {
        newer = std::move(older);
        return;
    }
    if (newer.store != older.store) return;
    if (older.prints.back().id == newer.prints.front().id) older.prints.pop_back();
    newer.prints.insert(newer.prints.begin(), older.prints.begin(), older.prints.end());
    while (newer.prints.size() > max_waiting)
        newer.prints.pop_front();
}

Result<> Prints::write(soci::session& sql, const Notes::Batch& batch, long long keep) {
    for (const auto& [printer, note] : batch) {
        bool grown = false;
        for (const auto& print : note.prints)
            grown = prints::write(sql, note.store, printer, print, note.noted_at) == Written::anew || grown;
        if (grown) forget_old(sql, note.store, printer, keep);
    }
    return {};
}

}  // namespace gantry::cloud::prints
