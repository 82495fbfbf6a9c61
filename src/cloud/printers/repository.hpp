// The printers' descriptions in the database, so that they are known while their Fuse is offline. Owned by
// the program; the event loop only. Every function may fail with Errc::storage.
#pragma once

#include "cloud/fuses/repository.hpp"
#include "farm/printer.hpp"

namespace gantry::cloud::printers {

struct Remembered {
    StoreId store;
    FuseId fuse;
    farm::Printer printer;
};

class Repository {
public:
    explicit Repository(storage::Database& database) : database_(database) {}

    awaitable<Result<std::vector<Remembered>>> all();

private:
    storage::Database& database_;
};

// Replaces what was known of the Fuse's printers. Within Database::run; throws soci_error.
void write_all(soci::session& sql, const FuseId& fuse, const std::vector<farm::Printer>& printers);

}  // namespace gantry::cloud::printers
