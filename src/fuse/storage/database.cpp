#include "fuse/storage/database.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include "fuse/storage/folder.hpp"
#include "fuse/storage/migrations.hpp"

namespace gantry::fuse::storage {
namespace {

constexpr auto wipe_record = "wipe";

void open(soci::session& session, const std::string& file) {
    session.open(soci::sqlite3, "dbname=\"" + file + "\"");
    session << "PRAGMA journal_mode = WAL";
    session << "PRAGMA synchronous = FULL";
    session << "PRAGMA busy_timeout = 5000";
    migrate(session);
}

bool is_reset_wanted(soci::session& session) {
    int wanted = 0;
    session << "SELECT COUNT(*) FROM records WHERE name = '" << wipe_record << "'", soci::into(wanted);
    return wanted != 0;
}

// Obeys a reset that was confirmed, whatever happened since; answers where the key is.
std::string opened(soci::session& session, const std::string& folder) {
    const auto file = *file_in(folder, database_file);
    open(session, file);
    if (is_reset_wanted(session)) {
        session.close();
        clear_folder(folder);
        open(session, file);
    }
    return *file_in(folder, key_file);
}

}  // namespace

Error describe_failure(const std::exception& failure) {
    const auto* from_sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&failure);
    const int code = from_sqlite == nullptr ? 0 : from_sqlite->result() & 0xFF;
    if (code == SQLITE_FULL)
        return {Errc::storage,
                "the disk is full, so nothing was changed: free some space on it and try again"};
    if (code == SQLITE_IOERR || code == SQLITE_READONLY)
        return {Errc::storage,
                "the disk did not take it, so nothing was changed: is it full, worn out or read-only? (" +
                    std::string(failure.what()) + ")"};
    return {Errc::storage, std::string("the database failed: ") + failure.what()};
}

Store::Database::Database(const std::string& folder) : vault(opened(session, folder)) {}

awaitable<Result<>> Store::wipe_at_next_start() {
    co_return co_await save_record(wipe_record, Secret("wanted"));
}

}  // namespace gantry::fuse::storage
