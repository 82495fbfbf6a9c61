#include "farm/history.hpp"

#include <algorithm>

namespace gantry::farm {
namespace {

constexpr std::size_t most_samples = 1000;
constexpr std::size_t most_nozzles = 16;

}  // namespace

bool fits_an_hour(const TemperatureColumns& columns) {
    const auto fits = [most = columns.at.size()](const TemperatureColumn& column) {
        return column.size() <= most;
    };
    return columns.at.size() <= most_samples && columns.nozzles.size() <= most_nozzles &&
           fits(columns.nozzle) && fits(columns.nozzle_target) && fits(columns.bed) &&
           fits(columns.bed_target) && fits(columns.chamber) && fits(columns.chamber_target) &&
           std::ranges::all_of(columns.nozzles,
                               [&](const auto& one) { return fits(one.actual) && fits(one.target); });
}

}  // namespace gantry::farm
