// Files of a data folder, for this folder alone. Blocking; any thread.
#pragma once

#include <exception>
#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace gantry::cloud::backup {

inline constexpr auto key_name = "key";
inline constexpr auto journals = {"-journal", "-wal", "-shm"};  // what SQLite keeps beside a database

// With what SQLite keeps beside it.
void remove_database(const std::filesystem::path& file);
// Empty and for its owner alone; SQLite would make it readable by everybody. Errors: storage.
Result<> create_private(const std::filesystem::path& file);
// A file, or the names in a folder, are on the disk then. Errors: storage.
Result<> sync(const std::filesystem::path& path);
std::filesystem::path folder_of(const std::filesystem::path& file);

// What the disk throws is an error of its own.
template <class Work>
auto on_disk(Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const std::exception& e) {
        return fail(Errc::storage, e.what());
    }
}

}  // namespace gantry::cloud::backup
