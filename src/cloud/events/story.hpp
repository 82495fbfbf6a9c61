// What was told to the pages of one store last, numbered, so that a page that comes back gets what it missed.
// Owned by the hub; the event loop only. No clock, no I/O.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "farm/permission.hpp"

namespace gantry::cloud::events {

struct Told {
    std::uint64_t number = 0;
    std::string permission;  // that one needs to hear it
    farm::PrinterId printer;
    std::string text;
};

class Story {
public:
    static constexpr std::size_t max_bytes = 64 * 1024;

    std::uint64_t last() const { return last_; }
    // The number of what comes next.
    std::uint64_t next() { return ++last_; }
    void keep(Told told);
    // Something has changed that what follows does not contain: who was not there needs everything.
    void begin_anew();
    // What came after that number; nothing when it is not known any more.
    std::optional<std::vector<const Told*>> since(std::uint64_t number) const;

private:
    void drop_oldest();

    std::uint64_t last_ = 0;
    std::uint64_t known_from_ = 0;  // what came after this number is there
    std::deque<Told> told_;
    std::size_t bytes_ = 0;
};

}  // namespace gantry::cloud::events
