#include "cloud/backup/sqlite.hpp"

#include <sqlite3.h>

namespace gantry::cloud::backup {
namespace {

constexpr int patience_ms = 10'000;

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

}  // namespace

void Sqlite::Close::operator()(sqlite3* handle) const {
    sqlite3_close_v2(handle);
}

std::unexpected<Error> Sqlite::failure() const {
    const int code = sqlite3_errcode(handle_.get());
    const bool is_foreign = code == SQLITE_NOTADB || code == SQLITE_CORRUPT;
    return fail(is_foreign ? Errc::malformed : Errc::storage,
                std::string("the database: ") + sqlite3_errmsg(handle_.get()));
}

Result<Sqlite> Sqlite::open(const std::filesystem::path& file, Access access) {
    sqlite3* handle = nullptr;
    // Also to read: the journal of a database that is in use has to be joined.
    const int flags =
        access == Access::read ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
    Sqlite opened(handle);
    if (code != SQLITE_OK) return fail(Errc::storage, file.string() + ": " + sqlite3_errstr(code));
    sqlite3_busy_timeout(handle, patience_ms);
    return opened;
}

Result<> Sqlite::execute(const std::string& statement) {
    if (sqlite3_exec(handle_.get(), statement.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return failure();
    return {};
}

Result<std::string> Sqlite::text_of(const std::string& query) {
    sqlite3_stmt* prepared = nullptr;
    if (sqlite3_prepare_v2(handle_.get(), query.c_str(), -1, &prepared, nullptr) != SQLITE_OK)
        return failure();
    const std::unique_ptr<sqlite3_stmt, Finalize> statement(prepared);
    const int code = sqlite3_step(prepared);
    if (code == SQLITE_DONE) return std::string();
    if (code != SQLITE_ROW) return failure();
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(prepared, 0));
    return std::string(text == nullptr ? "" : text);
}

// In one step: a copy in several begins anew whenever another process writes in between.
Result<> Sqlite::copy_all_of(Sqlite& source) {
    auto* copying = sqlite3_backup_init(handle_.get(), "main", source.handle_.get(), "main");
    if (copying == nullptr) return failure();
    const int code = sqlite3_backup_step(copying, -1);
    sqlite3_backup_finish(copying);
    if (code == SQLITE_DONE) return {};
    return fail(code == SQLITE_NOTADB || code == SQLITE_CORRUPT ? Errc::malformed : Errc::storage,
                std::string("the copy of the database: ") + sqlite3_errstr(code));
}

}  // namespace gantry::cloud::backup
