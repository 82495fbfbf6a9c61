// Reads kept messages of a printer again, for a person who looks into them. Made by a Driver; after that used
// by one thread at a time, whichever it is. What printers sent is untrusted: nothing here breaks or grows
// without bound.
#pragma once

#include <string_view>

#include "base/json.hpp"
#include "farm/printer.hpp"

namespace gantry::fuse::printers {

class Replay {
public:
    virtual ~Replay() = default;
    // Whether this message alone says how the printer is, so that none before it need be read.
    virtual bool is_whole(std::string_view payload) const = 0;
    // The next message of the printer, in their order; one that says nothing about its state changes nothing.
    virtual void take(std::string_view payload) = 0;
    // A whole one was taken: before, values may be missing.
    virtual bool complete() const = 0;
    // All that was taken, merged as the printer means it, in the printer's own words.
    virtual const json::object& document() const = 0;
    virtual farm::PrinterState state() const = 0;
};

}  // namespace gantry::fuse::printers
