#include "farm/history.hpp"

#include <gtest/gtest.h>

namespace gantry::farm {
namespace {

TEST(TemperatureColumns, FitAnHourWithFewNozzlesAndNoColumnLongerThanTheTimes) {
    TemperatureColumns columns{.at = {1, 2}, .nozzle = {20, 21}, .nozzle_target = {0, 0}};
    EXPECT_TRUE(fits_an_hour(columns)) << "an older Fuse leaves columns out";
    columns.nozzles = {{.name = "Right", .actual = {20, 21}, .target = {0, 0}}};
    EXPECT_TRUE(fits_an_hour(columns));
    columns.nozzles[0].target.push_back(0);
    EXPECT_FALSE(fits_an_hour(columns));
    columns.nozzles.assign(17, {});
    EXPECT_FALSE(fits_an_hour(columns));
    columns.nozzles.clear();
    columns.chamber_target = {0, 0, 0};
    EXPECT_FALSE(fits_an_hour(columns));
    columns = {.at = std::vector<std::int64_t>(1001)};
    EXPECT_FALSE(fits_an_hour(columns));
}

}  // namespace
}  // namespace gantry::farm
