#include "bambu/doctor/storage.hpp"

#include "bambu/doctor/surroundings.hpp"

namespace gantry::bambu::doctor {
namespace {

constexpr std::uint64_t scarce_bytes = 200'000'000;

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
    if (room) {
        if (!room->free_bytes) return passed("Signed in; the printer does not say how much room there is.");
        const auto text = "Signed in, " + size_text(*room->free_bytes) + " free.";
        return *room->free_bytes < scarce_bytes ? failed(Cause::storage_full, text) : passed(text);
    }
    const auto& error = room.error();
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

}  // namespace gantry::bambu::doctor
