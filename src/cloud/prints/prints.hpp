// The record of prints. Watches the fleet and writes down what begins and ends. Owned by the program; the
// event loop only.
#pragma once

#include <deque>

#include "base/signal.hpp"
#include "cloud/printers/fleet.hpp"
#include "cloud/prints/repository.hpp"
#include "cloud/storage/write_behind.hpp"

namespace gantry::cloud::prints {

struct Limits {
    storage::WriteLimits writes{.at_once = 500};
    long long of_a_printer = 200;  // the newest that are kept
    std::chrono::hours of_gone_printers{24 * 30};
    std::function<Time()> now = std::chrono::system_clock::now;
};

class Prints final : public printers::Watcher {
public:
    Prints(Executor executor, storage::Database& database, Limits limits = {});

    // At start, before the fleet remembers its printers: the last print of each. Errors: storage.
    awaitable<Result<LastPrints>> load();
    // Errors: storage.
    awaitable<Result<Page>> page(StoreId store, PrinterId printer, Query query);
    // Of printers that no Fuse has had for a month. Errors: storage.
    awaitable<Result<>> forget_gone();
    std::size_t waiting() const { return notes_.waiting(); }
    // Writes what is left, once. After the connections have ended.
    awaitable<void> stop() { return notes_.stop(); }

    // Something about this printer's prints is in the database now.
    Signal<StoreId, PrinterId> noted;

    void printers_changed(const StoreId&) override {}
    void printer_added(const StoreId& store, const printers::PrinterView& view) override;
    void printer_changed(const StoreId& store, const printers::PrinterView& view,
                         const json::object& changes) override;
    void camera_changed(const StoreId&, const printers::PrinterView&) override {}
    void printer_removed(const PrinterId&) override {}
    void tags_changed(const StoreId&, const printers::TagsOfPrinters&) override {}

private:
    struct Note {
        StoreId store;
        std::deque<farm::Print> prints;  // in their order, each once
        std::int64_t noted_at = 0;
    };
    using Notes = storage::WriteBehind<PrinterId, Note>;

    void note(const StoreId& store, const PrinterId& printer, const farm::Print& print);
    static void put_back(Note& newer, Note older);
    static Result<> write(soci::session& sql, const Notes::Batch& batch, long long keep);

    storage::Database& database_;
    Limits limits_;
    Notes notes_;
};

}  // namespace gantry::cloud::prints
