#include "fuse/storage/migrations.hpp"

#include <soci/soci.h>

#include <array>
#include <stdexcept>

namespace gantry::fuse::storage {
namespace {

// Never change one that was released: add the next.
constexpr std::array migrations = {
    // 1
    R"(CREATE TABLE printers (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        driver TEXT NOT NULL,
        model TEXT NOT NULL,
        serial TEXT NOT NULL,
        camera TEXT NOT NULL,
        address TEXT NOT NULL,
        ports TEXT NOT NULL,
        access_code TEXT NOT NULL,
        fingerprint TEXT NOT NULL))",
    // 2
    R"(CREATE TABLE records (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL))",
    // 3
    R"(ALTER TABLE printers ADD COLUMN simulation TEXT NOT NULL DEFAULT '')",
    // 4
    R"(CREATE TABLE files (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        used INTEGER NOT NULL))",
    // 5
    R"(ALTER TABLE printers ADD COLUMN camera_switches TEXT NOT NULL DEFAULT '')",
    // 6
    R"(ALTER TABLE printers ADD COLUMN plate TEXT NOT NULL DEFAULT '')",
    // 7
    R"(ALTER TABLE printers ADD COLUMN options TEXT NOT NULL DEFAULT '')",
};

}  // namespace

void migrate(soci::session& session) {
    int version = 0;
    session << "PRAGMA user_version", soci::into(version);
    if (version > static_cast<int>(migrations.size()))
        throw std::runtime_error("the database was made by a newer version of gantry-fuse");
    for (; version < static_cast<int>(migrations.size()); ++version) {
        soci::transaction transaction(session);
        session << migrations[static_cast<std::size_t>(version)];
        session << "PRAGMA user_version = " << version + 1;
        transaction.commit();
    }
}

}  // namespace gantry::fuse::storage
