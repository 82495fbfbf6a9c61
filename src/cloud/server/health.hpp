// Whether this server can do its work: for whoever decides whether requests are sent to it. Owned by the
// program; the event loop only.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "base/supervisor.hpp"
#include "cloud/storage/database.hpp"

namespace gantry::cloud::server {

struct HealthLimits {
    std::uintmax_t free_bytes = 64 * 1024 * 1024;  // with less the disk counts as full
    std::chrono::milliseconds answer{3'000};
};

class Health {
public:
    Health(Executor executor, storage::Database& database, std::filesystem::path data,
           HealthLimits limits = {});

    // Answers within the limit, also while the disk hangs. Errors: storage, which says what is wrong and what
    // to do.
    awaitable<Result<>> ready();
    awaitable<void> stop() { return supervisor_.stop(); }

private:
    using Outcome = std::optional<Result<>>;
    awaitable<Result<>> ask();

    storage::Database& database_;
    std::filesystem::path data_;
    HealthLimits limits_;
    std::shared_ptr<Outcome> asked_;  // shared by all who wait for it; null: nobody does
    Supervisor supervisor_;
};

}  // namespace gantry::cloud::server
