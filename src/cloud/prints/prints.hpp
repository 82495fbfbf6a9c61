// The record of prints. Watches the fleet and writes down what begins and ends; what comes while a
// transaction runs goes into the next one together, and what the database did not take is tried again. Owned
// by the program; the event loop only.
#pragma once

#include <deque>
#include <unordered_map>

#include "base/signal.hpp"
#include "base/supervisor.hpp"
#include "cloud/printers/fleet.hpp"
#include "cloud/prints/repository.hpp"

namespace gantry::cloud::prints {

struct Limits {
    std::size_t at_once = 500;     // printers in one transaction
    long long of_a_printer = 200;  // the newest that are kept
    std::chrono::hours of_gone_printers{24 * 30};
    std::chrono::milliseconds again_after{2'000};
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
    std::size_t waiting() const { return waiting_.size(); }
    // Writes what is left, once. After the connections have ended.
    awaitable<void> stop();

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
    };
    using Batch = std::vector<std::pair<PrinterId, Note>>;

    void note(const StoreId& store, const PrinterId& printer, const farm::Print& print);
    awaitable<void> write_all();
    awaitable<Result<>> write(Batch batch);
    void take();
    void put_back();

    storage::Database& database_;
    Limits limits_;
    std::unordered_map<PrinterId, Note> waiting_;
    Batch under_way_;  // until the database has taken it
    bool writing_ = false;
    Supervisor supervisor_;
};

}  // namespace gantry::cloud::prints
