// What is written down about Fuses beside their connections: when each was seen, which printers it has. Owned
// by the gateway; the event loop only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cloud/fuses/repository.hpp"
#include "cloud/storage/write_behind.hpp"
#include "farm/printer.hpp"

namespace gantry::cloud::gateway {

class Notes {
public:
    Notes(Executor executor, storage::Database& database, storage::WriteLimits limits = {.at_once = 200});

    void seen(const FuseId& fuse, std::string host_name, std::string software);
    void printers(const FuseId& fuse, std::vector<farm::Printer> printers);
    // It was removed: nothing more of it.
    void forget(const FuseId& fuse) { notes_.forget(fuse); }
    // Writes what is left, once. After the connections have ended.
    awaitable<void> stop() { return notes_.stop(); }

private:
    struct Note {
        std::optional<fuses::Seen> seen;
        std::optional<std::vector<farm::Printer>> printers;
    };
    using Written = storage::WriteBehind<FuseId, Note>;

    static Result<> write(soci::session& sql, const Written::Batch& batch);

    Written notes_;
};

}  // namespace gantry::cloud::gateway
