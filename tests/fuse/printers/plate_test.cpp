#include "fuse/printers/plate.hpp"

#include <gtest/gtest.h>

namespace gantry::fuse::printers {
namespace {

using farm::Activity;

farm::PrinterState reporting(Activity activity, std::string job = "benchy") {
    return {.activity = activity, .progress = {.job_name = std::move(job)}};
}

TEST(Plate, IsInUseFromTheBeginOfAPrintUntilSomebodyClearsIt) {
    Plate plate;
    for (const auto activity : {Activity::preparing, Activity::printing, Activity::paused, Activity::finished,
                                Activity::idle, Activity::unknown, Activity::finished}) {
        plate = after(plate, reporting(activity));
        EXPECT_TRUE(plate.in_use) << static_cast<int>(activity);
    }
    plate = cleared({}, reporting(Activity::finished));
    EXPECT_FALSE(plate.in_use);
}

TEST(Plate, StaysClearedWhileThePrinterReportsTheSameEnd) {
    auto plate = cleared({}, reporting(Activity::finished));
    for (const auto activity : {Activity::finished, Activity::idle, Activity::finished})
        EXPECT_FALSE((plate = after(plate, reporting(activity))).in_use);
    EXPECT_TRUE(after(plate, reporting(Activity::failed)).in_use);
    EXPECT_TRUE(after(plate, reporting(Activity::finished, "gear")).in_use);
    plate = after(plate, reporting(Activity::preparing));
    EXPECT_TRUE(after(plate, reporting(Activity::finished)).in_use) << "the same print once more";
}

TEST(Plate, IsLeftAsItWasByWhatAPrinterDoesForItself) {
    auto calibrating = reporting(Activity::printing, "Calibration");
    calibrating.own_job = true;
    EXPECT_FALSE(after({}, calibrating).in_use);
    EXPECT_TRUE(after({.in_use = true}, calibrating).in_use);
}

TEST(Plate, CountsAnEndThatNobodySawAsNotCleared) {
    EXPECT_TRUE(after({}, reporting(Activity::failed)).in_use);
    EXPECT_FALSE(after({}, reporting(Activity::idle)).in_use);
}

}  // namespace
}  // namespace gantry::fuse::printers
