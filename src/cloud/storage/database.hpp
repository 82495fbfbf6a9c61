// The Cloud's database: SOCI over SQLite, on one thread of its own, so the event loop never waits for a disk.
// Owned by the program; run() from the event loop only.
#pragma once

#include <soci/soci.h>

#include <filesystem>
#include <type_traits>

#include "base/log.hpp"
#include "base/result.hpp"
#include "base/worker_pool.hpp"

namespace gantry::cloud::storage {

class Database {
public:
    // Opens or creates the file (mode 0600) and applies the migrations it lacks. Throws when either fails.
    explicit Database(const std::filesystem::path& file);

    // Runs `work(soci::session&)`, which returns a Result, in one transaction; an error rolls it back.
    // Errors: those of `work`; storage, after which nothing has changed.
    template <class Work>
    awaitable<std::invoke_result_t<Work&, soci::session&>> run(Work work) {
        auto job = [this, work = std::move(work)]() mutable { return in_transaction(work); };
        co_return co_await thread_.run(std::move(job));
    }

private:
    template <class Work>
    std::invoke_result_t<Work&, soci::session&> in_transaction(Work& work) {
        try {
            soci::transaction transaction(session_);
            auto outcome = work(session_);
            if (outcome) transaction.commit();
            return outcome;
        } catch (const soci::soci_error& e) {
            log::error("cloud.storage", "{}",
                       e.get_error_message());  // what() quotes parameters: hashes, names
        } catch (const std::exception& e) {
            log::error("cloud.storage", "{}", e.what());
        }
        return fail(Errc::storage, "the database failed; nothing was changed");
    }

    soci::session session_;
    WorkerPool thread_{1};  // ends before the session that it uses
};

}  // namespace gantry::cloud::storage
