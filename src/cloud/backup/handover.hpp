// How a backup gets into the place of the database: through the folder `restore` of the data folder, from
// the command that has checked it to whoever works on the data folder, a Cloud that runs or the command
// itself. Each step is a rename, and each program goes on where another one was ended, so that the database
// is the former one or the backup's, and never a part of each:
//   making   the command writes it
//   pending  it is whole, and waits to be taken; the command can still withdraw it
//   taken    it will be the database, whatever is killed
//   outcome  what became of it, for the command, which holds the folder's lock meanwhile
// Blocking; any thread.
#pragma once

#include <boost/describe.hpp>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace gantry::cloud::backup {

struct Outcome {
    std::string id;        // which handover
    std::string former;    // where the database that was there is now; empty: there was none
    bool serving = false;  // a Cloud goes on with it
    std::string code;      // a name of Errc, and nothing was changed; empty: restored
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(Outcome, (), (id, former, serving, code, detail))

std::filesystem::path handover_folder(const std::filesystem::path& data);

// --- the command, which holds the lock of handover_folder() ---

// Makes it pending; its id. `key` opens its secrets. Errors: malformed, storage.
Result<std::string> hand_over(const std::filesystem::path& data, const std::filesystem::path& file,
                              const std::string& key);
// False: it was taken already.
bool withdraw(const std::filesystem::path& data);
std::optional<Outcome> outcome_of(const std::filesystem::path& data, const std::string& id);

// --- whoever holds the lock of the data folder ---

// Takes what is pending, brought up to this program's version; false when nothing is, or nobody waits for it
// any more. Also while the database is in use. Errors, which the command is told: unsupported, malformed,
// storage.
Result<bool> take(const std::filesystem::path& data);
// While nobody has the database open: what was taken is the database after it. Nothing when there is
// nothing, or when it failed, which the command is told.
std::optional<Outcome> finish(const std::filesystem::path& data);
// The end of it.
void tell(const std::filesystem::path& data, const Outcome& outcome);

}  // namespace gantry::cloud::backup
