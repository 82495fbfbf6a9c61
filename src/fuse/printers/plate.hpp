// Whether something lies on a printer's plate, as far as anybody knows: printers report an ended print for
// days, and only a person knows that it was taken off. Kept across restarts. Pure.
#pragma once

#include <boost/describe.hpp>
#include <string>

#include "farm/printer.hpp"

namespace gantry::fuse::printers {

struct Plate {
    bool in_use = false;  // a print was begun, and nobody has cleared it away
    std::string cleared;  // the ended print that somebody has: the printer may still report it
    farm::Print print;    // the last one that was begun on it (print.hpp)
    friend bool operator==(const Plate&, const Plate&) = default;
};
BOOST_DESCRIBE_STRUCT(Plate, (), (in_use, cleared, print))

// What a report says about it.
Plate after(Plate plate, const farm::PrinterState& report);
// A person has cleared it.
Plate cleared(Plate plate, const farm::PrinterState& state);

}  // namespace gantry::fuse::printers
