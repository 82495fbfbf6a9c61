#include "cloud/storage/database.hpp"

#include <fcntl.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include "base/log.hpp"
#include "cloud/storage/migrations.hpp"
#include "cloud/storage/open.hpp"

namespace gantry::cloud::storage {
namespace {

constexpr auto area = "cloud.storage";
constexpr auto look_again_every = 10ms;

std::unexpected<Error> too_busy() {
    return fail(Errc::storage, "the database is too busy; nothing was changed");
}

std::unexpected<Error> locked() {
    log::error(area, "another program holds the database");
    return fail(Errc::storage, "another program holds the database; nothing was changed");
}

// SQLite would create the file readable by everyone; its journal files take over the mode.
void create_private(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor < 0) throw std::runtime_error("cannot open " + file.string());
    ::close(descriptor);
}

}  // namespace

void open(soci::session& session, const std::filesystem::path& file, std::chrono::milliseconds patience) {
    create_private(file);
    // A path with a quote would end the parameter.
    if (file.string().find('"') != std::string::npos)
        throw std::invalid_argument("the data folder has a quote");
    session.open(soci::sqlite3, "dbname=\"" + file.string() + "\"");
    session << "PRAGMA busy_timeout = " + std::to_string(patience.count());
    std::string mode;
    session << "PRAGMA journal_mode = WAL", soci::into(mode);
    session << "PRAGMA synchronous = FULL";
    session << "PRAGMA foreign_keys = ON";
}

Database::Database(const std::filesystem::path& file, Limits limits) : limits_(limits) {
    open(session_, file, limits.patience);
    migrate(session_);
    // From now on we wait ourselves: the thread is for those who can go on.
    session_ << "PRAGMA busy_timeout = 5";
}

awaitable<Result<>> Database::run_job(Access access, Job job) {
    if (*waiting_ >= limits_.waiting) co_return too_busy();
    const Waiting one(waiting_);
    const auto open = open_;
    const auto begun = std::chrono::steady_clock::now();
    for (;;) {
        auto attempt = [this, access, job, latest = begun + limits_.patience]() -> std::optional<Result<>> {
            if (std::chrono::steady_clock::now() > latest) return too_busy();
            return in_transaction(access, job);
        };
        const auto outcome = co_await thread_.run(std::move(attempt));
        if (outcome) co_return *outcome;
        if (!*open || std::chrono::steady_clock::now() > begun + limits_.others) co_return locked();
        co_await sleep_for(look_again_every);
        if (!*open) co_return locked();
    }
}

std::optional<Result<>> Database::in_transaction(Access access, const Job& job) {
    try {
        Transaction transaction(session_, access);
        auto outcome = job(session_);
        if (outcome) transaction.commit();
        return outcome;
    } catch (const Locked&) {
        return std::nullopt;
    } catch (const soci::soci_error& e) {
        log::error(area, "{}", e.get_error_message());  // what() quotes parameters: hashes, names
    } catch (const std::exception& e) {
        log::error(area, "{}", e.what());
    }
    return fail(Errc::storage, "the database failed; nothing was changed");
}

}  // namespace gantry::cloud::storage
