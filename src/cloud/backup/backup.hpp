// The database of a data folder as one file, and back. Blocking; for a program of its own, not for the event
// loop.
#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace gantry::cloud::backup {

// Also while the Cloud runs on the folder: what is committed at that moment is in it. The file (mode 0600)
// has the key that opens the sealed secrets. An older backup of that name is replaced as a whole, once the
// new one is complete; nothing else is. Pictures are not in it. Errors: not_found (no database there, or no
// such folder), rejected (a folder, or within the data folder), conflict (another file is there), storage.
Result<> make(const std::filesystem::path& data, const std::filesystem::path& file);

struct Restored {
    std::filesystem::path former;  // where the database that was there is now; empty: there was none
};
// Changes nothing unless the file is whole. Errors: busy (the Cloud runs on the folder), not_found, malformed
// (damaged, or no backup), unsupported (of a newer version), storage.
Result<Restored> restore(const std::filesystem::path& data, const std::filesystem::path& file);

}  // namespace gantry::cloud::backup
