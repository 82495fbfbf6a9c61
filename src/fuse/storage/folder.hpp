// The data folder. Pure apart from creating and clearing it. Any thread.
#pragma once

#include <string>

#include "base/result.hpp"

namespace gantry::fuse::storage {

// Makes the folder, readable by us only. Throws std::runtime_error when that is not possible.
void create_folder(const std::string& path);
// What is in it, besides the log and page-url (farm/fuse_folder.hpp).
inline constexpr auto database_file = "fuse.sqlite";  // with -wal and -shm beside it
inline constexpr auto key_file = "key";
inline constexpr auto cache_folder = "files";
// What a reset takes away: all of that, and the log. Whatever interrupts it, the database is there until
// nothing else is. Blocking. Throws when something cannot be taken away.
void clear_folder(const std::string& path);
// The one place that joins paths. Errc::malformed unless `name` is a plain file name.
Result<std::string> file_in(const std::string& folder, const std::string& name);

}  // namespace gantry::fuse::storage
