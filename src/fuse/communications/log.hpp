// The ring of messages of one printer. A value, owned by Communications; the loop's thread only. What it
// hands out belongs to whoever asked, and may be read on any thread.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "fuse/communications/packing.hpp"
#include "fuse/printers/message.hpp"

namespace gantry::fuse::communications {

using printers::Direction;

struct Limits {
    std::size_t messages = 2000;                   // per printer
    std::size_t bytes = 2 * 1024 * 1024;           // per printer, as packed
    std::size_t bytes_in_all = 256 * 1024 * 1024;  // of all printers, as packed
    std::size_t body_bytes = 64 * 1024;            // of one message; longer ones are cut
};

// What a list shows of a message.
struct Row {
    std::uint64_t number = 0;  // counts up from 1 for each printer
    std::int64_t at = 0;       // Unix milliseconds
    Direction direction = Direction::receive;
    std::string topic;
    std::string name;
    std::size_t size = 0;    // bytes as sent, before anything was cut or taken out
    bool truncated = false;  // its end is not kept
};
BOOST_DESCRIBE_STRUCT(Row, (), (number, at, direction, topic, name, size, truncated))

// A message that was kept, packed.
struct Kept {
    Row row;
    Bytes packed;
    std::size_t length = 0;                        // of text()
    std::shared_ptr<const std::string> reference;  // shared by the messages that were packed against it

    std::string text() const { return unpack(packed, *reference, length); }
};

class Log {
public:
    explicit Log(const Limits& limits) : limits_(limits) {}

    // `text` has no secrets any more; `size` is what the message had.
    Row add(Row row, std::string_view text, Packer& packer);
    void clear();
    // Forgets the oldest message. There is one.
    void drop_oldest();

    bool empty() const { return entries_.empty(); }
    std::size_t count() const { return entries_.size(); }
    std::size_t bytes() const { return bytes_; }
    // Messages that no longer fitted, since the start or the last clear().
    std::uint64_t dropped() const { return dropped_; }
    // Oldest first.
    std::vector<Kept> copy() const;

private:
    struct Entry {
        std::int64_t at = 0;
        std::uint32_t size = 0;
        std::uint32_t length = 0;
        std::uint16_t topic = 0;
        std::uint16_t name = 0;
        Direction direction = Direction::receive;
        bool truncated = false;
        std::uint32_t reference = 0;  // its number
        Bytes packed;
    };
    struct Reference {
        std::shared_ptr<const std::string> text;
        std::size_t users = 0;
    };

    std::uint16_t label(std::string_view text);
    Bytes pack(std::string_view text, Packer& packer);
    void begin_reference(std::string_view text);
    static std::size_t weight(const Entry& entry);

    Limits limits_;
    std::deque<Entry> entries_;
    std::uint64_t next_ = 1;  // number of the next message
    std::uint64_t dropped_ = 0;
    std::size_t bytes_ = 0;
    std::deque<Reference> references_;
    std::uint32_t first_reference_ = 0;  // number of references_.front()
    std::vector<std::string> labels_;    // topics and names, each kept once
};

}  // namespace gantry::fuse::communications
