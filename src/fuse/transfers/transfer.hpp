// A file on its way to a printer. Value: any thread.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "base/id.hpp"
#include "farm/printer.hpp"
#include "fuse/files/file.hpp"

namespace gantry::fuse::transfers {

using TransferId = Id<struct TransferTag>;

enum class TransferState {
    waiting,  // for its printer's turn, or for the next try
    sending,
    confirming,  // everything is sent; the printer has not said yet that it has it
    sent,
    failed,
    cancelled
};
BOOST_DESCRIBE_ENUM(TransferState, waiting, sending, confirming, sent, failed, cancelled)

struct Transfer {
    TransferId id;
    files::FileId file;
    std::string name;  // as people call it
    farm::PrinterId printer;
    std::string printer_name;
    std::string name_there;  // on the printer
    TransferState state = TransferState::waiting;
    std::uint64_t bytes = 0;
    std::uint64_t sent = 0;                // of this try
    int tries = 0;                         // begun
    std::int64_t created_at = 0;           // Unix milliseconds
    std::int64_t began_at = 0;             // this try; 0 = none yet
    std::int64_t ended_at = 0;             // 0 = not yet
    std::optional<farm::Problem> problem;  // of the last try
    std::string cause;                     // of the problem, a name of api/causes.json; empty = none
};
BOOST_DESCRIBE_STRUCT(Transfer, (),
                      (id, file, name, printer, printer_name, name_there, state, bytes, sent, tries,
                       created_at, began_at, ended_at, problem, cause))

inline bool has_ended(const Transfer& transfer) {
    return transfer.ended_at != 0;
}

}  // namespace gantry::fuse::transfers
