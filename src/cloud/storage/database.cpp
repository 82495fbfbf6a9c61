#include "cloud/storage/database.hpp"

#include <fcntl.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include "cloud/storage/migrations.hpp"
#include "cloud/storage/open.hpp"

namespace gantry::cloud::storage {
namespace {

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
}

}  // namespace gantry::cloud::storage
