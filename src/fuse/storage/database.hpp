// The open database, its thread and its key. For this folder alone.
#pragma once

#include <soci/soci.h>

#include "base/vault.hpp"
#include "base/worker_pool.hpp"
#include "fuse/storage/store.hpp"

namespace gantry::fuse::storage {

// What a person can do about it.
Error describe_failure(const std::exception& failure);

struct Store::Database {
    explicit Database(const std::string& folder);

    // One piece of work after the other; what it throws is an error of storage.
    template <class Work>
    awaitable<Result<>> run(Work work) {
        auto guarded = [this, work = std::move(work)]() -> Result<> {
            try {
                work(session);
                return {};
            } catch (const std::exception& e) {
                return std::unexpected(describe_failure(e));
            }
        };
        co_return co_await thread.run(std::move(guarded));
    }

    soci::session session;  // used by `thread` only, once the loop runs
    Vault vault;
    WorkerPool thread{1};
};

}  // namespace gantry::fuse::storage
