// What is written down about Fuses beside their connections: when each was seen, which printers it has. What
// comes while a transaction runs goes into the next one together, so that a Cloud to which thousands of Fuses
// return at once waits for a few transactions, not for thousands. What the database did not take is tried
// again. Owned by the gateway; the event loop only.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/supervisor.hpp"
#include "cloud/fuses/repository.hpp"
#include "farm/printer.hpp"

namespace gantry::cloud::gateway {

struct NoteLimits {
    std::size_t at_once = 200;  // Fuses in one transaction
    std::chrono::milliseconds again_after{2'000};
};

class Notes {
public:
    Notes(Executor executor, storage::Database& database, NoteLimits limits = {});

    void seen(const FuseId& fuse, std::string host_name, std::string software);
    void printers(const FuseId& fuse, std::vector<farm::Printer> printers);
    // It was removed: nothing more of it.
    void forget(const FuseId& fuse) { waiting_.erase(fuse); }
    std::size_t waiting() const { return waiting_.size(); }
    // Writes what is left, once. After the connections have ended.
    awaitable<void> stop();

private:
    struct Note {
        std::optional<fuses::Seen> seen;
        std::optional<std::vector<farm::Printer>> printers;
    };
    using Batch = std::vector<std::pair<FuseId, Note>>;

    void begin();
    awaitable<void> write_all();
    awaitable<Result<>> write(Batch batch);
    void take();
    void put_back();

    storage::Database& database_;
    NoteLimits limits_;
    std::unordered_map<FuseId, Note> waiting_;
    Batch under_way_;  // until the database has taken it
    bool writing_ = false;
    Supervisor supervisor_;
};

}  // namespace gantry::cloud::gateway
