// The database's shape. For this folder alone.
#pragma once

namespace soci {
class session;
}

namespace gantry::fuse::storage {

// Applies the migrations that are missing, each in a transaction. Throws soci_error, or std::runtime_error
// when the database was made by a newer version.
void migrate(soci::session& session);

}  // namespace gantry::fuse::storage
