#include "cloud/storage/transaction.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

namespace gantry::cloud::storage {
namespace {

// Plain BEGIN takes the lock at the first write. When somebody else has written since the first read, SQLite
// refuses that (SQLITE_BUSY_SNAPSHOT), however patient one is.
void begin_to_write(soci::session& session) {
    try {
        session << "BEGIN IMMEDIATE";
    } catch (const soci::sqlite3_soci_error& e) {
        constexpr int busy = 5;  // SQLITE_BUSY
        if ((e.result() & 0xff) == busy) throw Locked();
        throw;
    }
}

}  // namespace

Transaction::Transaction(soci::session& session, Access access) : session_(session), access_(access) {
    if (access_ == Access::write) {
        begin_to_write(session_);
        return;
    }
    session_ << "BEGIN";
    session_ << "PRAGMA query_only = ON";
}

Transaction::~Transaction() {
    try {
        if (open_) session_.rollback();
    } catch (const soci::soci_error&) {
        // SQLite has rolled it back by itself.
    }
    try {
        if (access_ == Access::read) session_ << "PRAGMA query_only = OFF";
    } catch (const soci::soci_error&) {
        // Then what writes next says so.
    }
}

void Transaction::commit() {
    session_.commit();
    open_ = false;
}

}  // namespace gantry::cloud::storage
