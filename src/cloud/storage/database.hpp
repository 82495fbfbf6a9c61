// The Cloud's database: SOCI over SQLite, on one thread of its own, so the event loop never waits for a disk.
// Owned by the program; run() from the event loop only.
#pragma once

#include <soci/soci.h>

#include <filesystem>
#include <memory>
#include <type_traits>

#include "base/log.hpp"
#include "base/result.hpp"
#include "base/worker_pool.hpp"

namespace gantry::cloud::storage {

struct Limits {
    int waiting = 1000;                        // more than that are refused at once
    std::chrono::milliseconds patience{5000};  // nor does one wait longer than that behind others
};

class Database {
public:
    // Opens or creates the file (mode 0600) and applies the migrations it lacks. Throws when either fails.
    explicit Database(const std::filesystem::path& file, Limits limits = {});

    // Runs `work(soci::session&)`, which returns a Result, in one transaction; an error rolls it back.
    // Errors: those of `work`; storage, after which nothing has changed.
    template <class Work>
    awaitable<std::invoke_result_t<Work&, soci::session&>> run(Work work) {
        if (*waiting_ >= limits_.waiting) co_return too_busy();
        const Waiting one(waiting_);
        const auto latest = std::chrono::steady_clock::now() + limits_.patience;
        auto job = [this, latest,
                    work = std::move(work)]() mutable -> std::invoke_result_t<Work&, soci::session&> {
            if (std::chrono::steady_clock::now() > latest) return too_busy();
            return in_transaction(work);
        };
        co_return co_await thread_.run(std::move(job));
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

    static std::unexpected<Error> too_busy() {
        return fail(Errc::storage, "the database is too busy; nothing was changed");
    }

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
    Limits limits_;
    std::shared_ptr<int> waiting_ =
        std::make_shared<int>(0);  // shared with run(), whose frame may outlive us
    WorkerPool thread_{1};         // ends before the session that it uses
};

}  // namespace gantry::cloud::storage
