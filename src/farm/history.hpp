// What a printer's temperatures were in the last hour. Shared by Fuse and Cloud. Values: any thread.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gantry::farm {

using TemperatureColumn = std::vector<std::optional<double>>;

// One of several.
struct NozzleColumns {
    std::string name;  // as farm::Nozzle
    TemperatureColumn actual;
    TemperatureColumn target;
    friend bool operator==(const NozzleColumns&, const NozzleColumns&) = default;
};
BOOST_DESCRIBE_STRUCT(NozzleColumns, (), (name, actual, target))

// Columns of equal length; null where nothing was heard of the printer, or where it has no sensor.
struct TemperatureColumns {
    std::vector<std::int64_t> at;  // Unix milliseconds, ascending
    TemperatureColumn nozzle;      // of a machine with several: whichever was active
    TemperatureColumn nozzle_target;
    TemperatureColumn bed;
    TemperatureColumn bed_target;
    TemperatureColumn chamber;
    TemperatureColumn chamber_target;    // empty from a Fuse that does not keep it
    std::vector<NozzleColumns> nozzles;  // of a machine with several; empty with one
};
BOOST_DESCRIBE_STRUCT(TemperatureColumns, (),
                      (at, nozzle, nozzle_target, bed, bed_target, chamber, chamber_target, nozzles))

// Whether these can be what somebody else says they are: no more samples than an hour has, no column longer
// than the times, few nozzles.
bool fits_an_hour(const TemperatureColumns& columns);

}  // namespace gantry::farm
