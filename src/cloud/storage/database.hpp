// The Cloud's database: SOCI over SQLite, on one thread of its own, so the event loop never waits for a disk.
// Owned by the program; run() from the event loop only.
#pragma once

#include <soci/soci.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/result.hpp"
#include "base/worker_pool.hpp"
#include "cloud/storage/transaction.hpp"

namespace gantry::cloud::storage {

struct Limits {
    int waiting = 1000;                        // more than that are refused at once
    std::chrono::milliseconds patience{5000};  // nor does one wait longer than that behind others
    std::chrono::milliseconds others{3000};    // or, to write, for another program that writes
};

class Database {
public:
    // Opens or creates the file (mode 0600) and applies the migrations it lacks. Throws when either fails.
    explicit Database(const std::filesystem::path& file, Limits limits = {});
    ~Database() { *open_ = false; }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    // Runs `work(soci::session&)`, which returns a Result, in one transaction; an error rolls it back. While
    // another program writes, it waits before it begins, and what only reads goes first.
    // Errors: those of `work`; storage, after which nothing has changed.
    template <class Work>
    awaitable<std::invoke_result_t<Work&, soci::session&>> run(Work work) {
        return run_as(Access::write, std::move(work));
    }
    // The same for work that only reads: it waits for no other process.
    template <class Work>
    awaitable<std::invoke_result_t<Work&, soci::session&>> read(Work work) {
        return run_as(Access::read, std::move(work));
    }

    // How much waits, or is done right now.
    std::size_t waiting() const { return static_cast<std::size_t>(*waiting_); }

private:
    struct Waiting {
        explicit Waiting(std::shared_ptr<int> counted) : count(std::move(counted)) { ++*count; }
        ~Waiting() { --*count; }
        Waiting(const Waiting&) = delete;
        Waiting& operator=(const Waiting&) = delete;
        std::shared_ptr<int> count;
    };

    using Job = std::function<Result<>(soci::session&)>;

    template <class Work>
    awaitable<std::invoke_result_t<Work&, soci::session&>> run_as(Access access, Work work) {
        struct Kept {
            Work work;
            std::optional<std::invoke_result_t<Work&, soci::session&>> outcome;
        };
        // Shared: our own frame may be gone before the work is done.
        const auto kept = std::make_shared<Kept>(std::move(work));
        const auto done = co_await run_job(access, [kept](soci::session& session) -> Result<> {
            kept->outcome.emplace(kept->work(session));
            if (!*kept->outcome) return std::unexpected(kept->outcome->error());
            return {};
        });
        if (!done) co_return std::unexpected(done.error());
        co_return *std::move(kept->outcome);
    }

    awaitable<Result<>> run_job(Access access, Job job);
    // Nothing when another program writes: `job` has not begun.
    std::optional<Result<>> in_transaction(Access access, const Job& job);

    soci::session session_;
    Limits limits_;
    std::shared_ptr<int> waiting_ =
        std::make_shared<int>(0);  // shared with run(), whose frame may outlive us
    std::shared_ptr<bool> open_ = std::make_shared<bool>(true);  // likewise
    WorkerPool thread_{1};                                       // ends before the session that it uses
};

}  // namespace gantry::cloud::storage
