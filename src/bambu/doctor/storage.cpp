#include "bambu/doctor/storage.hpp"

#include "bambu/doctor/surroundings.hpp"

namespace gantry::bambu::doctor {
namespace {

constexpr std::uint64_t scarce_bytes = 200'000'000;

// Why nobody came in.
Finding judge_visit(const Error& error) {
    switch (error.code) {
        case Errc::unauthorized:
            return failed(Cause::files_code, error.detail + ".");
        case Errc::untrusted:
            return failed(Cause::not_a_printer, error.detail + ".");
        case Errc::offline:
            return failed(Cause::files_busy, error.detail + ".");
        case Errc::timeout:
            return failed(Cause::files_silent, "The file server does not answer in time.");
        default:
            return failed(Cause::storage_broken, error.detail + ".");
    }
}

}  // namespace

std::optional<Finding> judge_reported(report::Storage storage) {
    switch (storage) {
        case report::Storage::none:
            return failed(Cause::storage_missing, "The printer reports that nothing is plugged in.");
        case report::Storage::faulty:
            return failed(Cause::storage_broken, "The printer reports that its storage is faulty.");
        case report::Storage::read_only:
            return failed(Cause::storage_broken, "The printer reports that its storage is read-only.");
        case report::Storage::unknown:
        case report::Storage::good:
            return std::nullopt;
    }
    return std::nullopt;
}

Finding judge_room(const Result<net::ftps::Room>& room) {
    if (!room) return judge_visit(room.error());
    if (!room->free_bytes) return passed("Signed in; the printer does not say how much room there is.");
    const auto text = "Signed in, " + size_text(*room->free_bytes) + " free.";
    return *room->free_bytes < scarce_bytes ? failed(Cause::storage_full, text) : passed(text);
}

Finding judge_upload(const Error& error, bool had_begun) {
    switch (error.code) {
        case Errc::storage:
            // What servers say of a full card, and what net::ftps found out before it began.
            return error.detail.starts_with("552") || error.detail.starts_with("452") ||
                           error.detail.contains("bytes are free")
                       ? failed(Cause::storage_full, error.detail + ".")
                       : failed(Cause::storage_refused, error.detail + ".");
        case Errc::offline:
        case Errc::timeout:
            if (had_begun) return failed(Cause::link_unstable, error.detail + ".");
            return judge_visit(error);
        case Errc::malformed:
            return failed(Cause::link_unstable, error.detail + ".");
        default:
            return judge_visit(error);
    }
}

}  // namespace gantry::bambu::doctor
