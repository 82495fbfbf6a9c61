// How the database's file is opened. Blocking; any thread.
#pragma once

#include <soci/soci.h>

#include <chrono>
#include <filesystem>

namespace gantry::cloud::storage {

// In the data folder.
inline constexpr auto database_name = "cloud.sqlite";

// Opens or creates the file (mode 0600), with its migrations as they are. While another process writes, it
// waits no longer than `patience`. Throws when it fails.
void open(soci::session& session, const std::filesystem::path& file, std::chrono::milliseconds patience);

}  // namespace gantry::cloud::storage
