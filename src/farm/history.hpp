// What a printer's temperatures were in the last hour. Shared by Fuse and Cloud. Values: any thread.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <vector>

namespace gantry::farm {

// Columns of equal length; null where nothing was heard of the printer, or where it has no sensor.
struct TemperatureColumns {
    std::vector<std::int64_t> at;  // Unix milliseconds, ascending
    std::vector<std::optional<double>> nozzle;
    std::vector<std::optional<double>> nozzle_target;
    std::vector<std::optional<double>> bed;
    std::vector<std::optional<double>> bed_target;
    std::vector<std::optional<double>> chamber;
};
BOOST_DESCRIBE_STRUCT(TemperatureColumns, (), (at, nozzle, nozzle_target, bed, bed_target, chamber))

}  // namespace gantry::farm
