// The file that Export Configuration writes (docs/backup-file.md). Pure; sealing and opening take up to a
// second: for pool threads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/password.hpp"
#include "fuse/printers/printers.hpp"

namespace gantry::fuse::backup {

inline constexpr std::size_t max_file_bytes = 2 * 1024 * 1024;
inline constexpr std::size_t max_entries = 1000;

// Where and when it was written, for people.
struct Origin {
    std::string host_name;
    std::string software;
    std::int64_t made_at = 0;  // Unix milliseconds
};

struct Contents {
    Origin origin;
    bool sealed = false;
    std::vector<printers::NewPrinter> printers;  // access codes are empty unless it was sealed
};

// With a passphrase everything is sealed, access codes too; without one they are left out.
std::string write(const Origin& origin, const std::vector<printers::PrinterConfig>& printers,
                  const Secret& passphrase, HashCost cost = HashCost::interactive);

// Errors, each in words for people: malformed (empty, not whole, not such a file, a wrong member, no
// passphrase), too_large, unsupported (of a newer version, or of another program), rejected (wrong
// passphrase).
Result<Contents> read(std::string_view text, const Secret& passphrase);

}  // namespace gantry::fuse::backup
