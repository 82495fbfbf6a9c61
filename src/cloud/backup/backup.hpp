// The database of a data folder as one file, and back. Blocking; for a program of its own, not for the event
// loop.
#pragma once

#include <chrono>
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
    bool serving = false;          // the Cloud that runs on the folder goes on with it
};
// Also while the Cloud runs on the folder: it takes the backup, and is waited for. With an error nothing has
// changed, but for `internal`: the Cloud has begun and does not say how it ended. Errors: not_found,
// malformed (damaged, or no backup), unsupported (of a newer version), busy (another restore, or a program
// that has the database open), timeout (the Cloud does not take it), storage.
Result<Restored> restore(const std::filesystem::path& data, const std::filesystem::path& file,
                         std::chrono::milliseconds patience = std::chrono::seconds(30));

}  // namespace gantry::cloud::backup
