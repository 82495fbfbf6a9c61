// Databases as single files, and what a backup must be. For this folder alone. Blocking; any thread.
#pragma once

#include "cloud/backup/files.hpp"
#include "cloud/backup/sqlite.hpp"

namespace gantry::cloud::backup {

// All that is committed in `source` at one moment, also while others write to it, becomes the one file
// `target` (mode 0600). Errors: malformed (no database), storage; what there is of `target` then is of no
// use.
Result<> copy_database(const std::filesystem::path& source, const std::filesystem::path& target);

// Errors: malformed; `name` is what people call it.
Result<> check_whole(Sqlite& database, const std::filesystem::path& name);

// Whether this program can take it. The key that opens its sealed secrets. Errors: not_found, malformed
// (damaged, or no backup), unsupported (of a newer version), storage.
Result<std::string> check_backup(const std::filesystem::path& file);

}  // namespace gantry::cloud::backup
