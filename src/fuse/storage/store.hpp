// Everything that Fuse keeps across restarts: printers, the index of its files, and named records (settings,
// activation). Owned by the program; used from the loop's thread, while the database works on a thread of its
// own. What was answered is on disk. Goes before the loop does.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/asio.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "fuse/files/file.hpp"
#include "fuse/printers/config.hpp"

namespace gantry::fuse::storage {

class Store {
public:
    // Opens or makes the database in `folder` and brings it up to date. Throws when that is not possible.
    explicit Store(const std::string& folder);
    ~Store();

    // Blocking: for the start only. In the order they were added. Errors: storage.
    Result<std::vector<printers::PrinterConfig>> load_printers();
    // Blocking: for the start only. In no order.
    Result<std::vector<files::File>> load_files();
    // Blocking: for the start only. Nothing when it was never saved.
    Result<std::optional<Secret>> load_record(const std::string& name);

    // Adds or replaces. Errors of these: storage.
    // Simulation and plate only when it adds.
    awaitable<Result<>> save_printer(printers::PrinterConfig printer);
    // All of them or none.
    awaitable<Result<>> save_printers(std::vector<printers::PrinterConfig> printers);
    // Nothing happens when there is no such printer any more.
    awaitable<Result<>> save_simulation(farm::PrinterId id, printers::Simulation simulation);
    // Likewise.
    awaitable<Result<>> save_plate(farm::PrinterId id, printers::Plate plate);
    awaitable<Result<>> remove_printer(farm::PrinterId id);
    awaitable<Result<>> remove_all_printers();
    awaitable<Result<>> save_file(files::File file);
    // Nothing happens when there is no such file any more.
    awaitable<Result<>> note_use(files::FileId id, std::int64_t used);
    awaitable<Result<>> remove_files(std::vector<files::FileId> ids);
    awaitable<Result<>> save_record(std::string name, Secret value);
    awaitable<Result<>> remove_record(std::string name);
    // Clears the whole data folder, and the log, when it is opened next, whatever happens before.
    awaitable<Result<>> wipe_at_next_start();

private:
    struct Database;
    std::unique_ptr<Database> database_;
};

}  // namespace gantry::fuse::storage
