// What people ask of kept messages. Pure, and slow with many of them: on the worker pool.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "farm/printer.hpp"
#include "fuse/communications/log.hpp"
#include "fuse/printers/replay.hpp"

namespace gantry::fuse::communications {

struct Filter {
    bool send = true;
    bool receive = true;
    bool connection = true;
    std::string search;  // in name, topic and body, whatever the case of its letters; empty finds all

    // `text` is looked at only when it must be.
    bool takes(Direction direction) const;
    bool finds(const Row& row, std::string_view text) const;
};

struct Selection {
    std::vector<Row> messages;  // oldest first
    bool more = false;          // there are older ones
};

// The newest `limit` ones before number `before` (0: of all) that the filter takes.
Selection select(const std::vector<Kept>& kept, const Filter& filter, std::uint64_t before,
                 std::size_t limit);

enum class BodyFormat { json, text, binary };
BOOST_DESCRIBE_ENUM(BodyFormat, json, text, binary)

// One value that differs, by its path in the printer's own words: "ams.ams[0].humidity".
struct Change {
    std::string path;
    std::optional<json::value> before;  // absent: it was not there
    std::optional<json::value> after;   // absent: it is gone
};
BOOST_DESCRIBE_STRUCT(Change, (), (path, before, after))

// A message with all that can be said about it.
struct Detail {
    Row message;
    std::string body;  // bytes that are no text are written \xNN
    BodyFormat format = BodyFormat::text;
    std::optional<farm::PrinterState> state;  // as of this message; absent: its messages say nothing about it
    bool complete = false;                    // the state is whole: a full report is among what is kept
    std::vector<Change> changes;              // what this message changed; the first 200
    std::size_t more_changes = 0;
};
BOOST_DESCRIBE_STRUCT(Detail, (), (message, body, format, state, complete, changes, more_changes))

// `replay` may be null. Errors: not_found (never there, or forgotten).
Result<Detail> read(const std::vector<Kept>& kept, std::uint64_t number,
                    std::unique_ptr<printers::Replay> replay);

// One message per line, oldest first; the oldest are left out beyond `max_bytes`, which the first line then
// says.
std::string to_lines(const std::vector<Kept>& kept, std::size_t max_bytes);

// What differs between two documents, and how many differences there are beyond the first `limit`.
std::vector<Change> differences(const json::object& before, const json::object& after, std::size_t limit,
                                std::size_t& beyond);

}  // namespace gantry::fuse::communications
