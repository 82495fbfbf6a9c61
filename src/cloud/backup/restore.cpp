#include <thread>

#include "base/folder_lock.hpp"
#include "base/private_file.hpp"
#include "cloud/backup/backup.hpp"
#include "cloud/backup/copy.hpp"
#include "cloud/backup/handover.hpp"

namespace gantry::cloud::backup {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto look_every = 20ms;

Result<Restored> result_of(const Outcome& outcome) {
    if (outcome.code.empty()) return Restored{outcome.former, outcome.serving};
    Errc code = Errc::internal;
    boost::describe::enum_from_string(outcome.code.c_str(), code);
    return fail(code, outcome.detail);
}

// When no Cloud runs on the folder, or none any more, we do its part.
void do_it_ourselves(const fs::path& data) {
    const auto lock = FolderLock::take(data);
    if (!lock) return;
    // First what a program before us was ended in.
    if (const auto outcome = finish(data)) tell(data, *outcome);
    if (!take(data).value_or(false)) return;  // a failure is an outcome
    if (const auto outcome = finish(data)) tell(data, *outcome);
}

Result<Restored> wait_for(const fs::path& data, const std::string& id, std::chrono::milliseconds patience) {
    auto latest = std::chrono::steady_clock::now() + patience;
    bool is_taken = false;
    for (;;) {
        if (const auto outcome = outcome_of(data, id)) return result_of(*outcome);
        do_it_ourselves(data);
        if (const auto outcome = outcome_of(data, id)) return result_of(*outcome);
        if (std::chrono::steady_clock::now() > latest) {
            if (is_taken)
                return fail(Errc::internal,
                            "gantry-cloud has taken the backup and does not say how it went; "
                            "look at its log, or stop it");
            if (withdraw(data))
                return fail(Errc::timeout, "gantry-cloud runs on " + data.string() +
                                               " and does not take the backup; stop it, and restore again");
            is_taken = true;
            latest += patience;
        }
        std::this_thread::sleep_for(look_every);
    }
}

}  // namespace

Result<Restored> restore(const fs::path& data, const fs::path& file, std::chrono::milliseconds patience) {
    return on_disk([&]() -> Result<Restored> {
        const auto key = check_backup(file);
        if (!key) return std::unexpected(key.error());
        make_private_folder(data);
        const auto folder = handover_folder(data);
        make_private_folder(folder);
        const auto lock = FolderLock::take(folder);
        if (!lock && lock.error().code == Errc::busy)
            return fail(Errc::busy, "another restore on " + data.string() + " is under way");
        if (!lock) return std::unexpected(lock.error());
        const auto id = hand_over(data, file, *key);
        if (!id) return std::unexpected(id.error());
        return wait_for(data, *id, patience);
    });
}

}  // namespace gantry::cloud::backup
