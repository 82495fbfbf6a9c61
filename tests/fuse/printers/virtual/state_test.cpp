#include "fuse/printers/virtual/state.hpp"

#include <gtest/gtest.h>

#include "fuse/printers/virtual/rules.hpp"

namespace gantry::fuse::printers::virtual_printer {
namespace {

using farm::Activity;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Time noon{seconds(1'800'000'000)};
const farm::Printer demo{.name = "Demo", .model = "X1 Carbon", .driver = "virtual"};

farm::PrinterState after(const Simulation& simulation, double elapsed_s) {
    return state_at(demo, simulation, noon + milliseconds(static_cast<int>(elapsed_s * 1000)));
}

Simulation printing(TestPrint print = {.job_name = "Benchy", .seconds = 100}) {
    Simulation simulation;
    EXPECT_TRUE(apply(simulation, {.test_print = print}, noon));
    return simulation;
}

int active_slots(const farm::PrinterState& state) {
    int count = 0;
    for (const auto& unit : state.filament_units)
        for (const auto& slot : unit.slots)
            count += slot.active ? 1 : 0;
    return count;
}

TEST(VirtualState, IsCalmWithoutAPrint) {
    const Simulation simulation{.nozzle_mm = 0.6, .ams_units = 2, .light_on = false};
    const auto state = after(simulation, 0);
    EXPECT_EQ(state.activity, Activity::idle);
    EXPECT_EQ(state.nozzle, (farm::Temperature{25, 0}));
    EXPECT_EQ(state.nozzle_diameter_mm, 0.6);
    EXPECT_EQ(state.light_on, false);
    ASSERT_EQ(state.filament_units.size(), 2u);
    EXPECT_EQ(active_slots(state), 0);
    EXPECT_FALSE(state.filament_units[1].slots[3].loaded);
    EXPECT_TRUE(state.chamber) << "an X1 measures it";
    EXPECT_FALSE(next_change(simulation, noon)) << "an idle printer costs nothing";
    EXPECT_EQ(state, after(simulation, 3600));
}

TEST(VirtualState, StaysWhatAPrinterCanBeWhenTheClockIsSetBack) {
    constexpr double hour_before = -3600;
    auto simulation = printing();
    const auto early = after(simulation, hour_before);
    EXPECT_EQ(early.activity, Activity::preparing);
    EXPECT_EQ(early.progress.percent, 0);
    EXPECT_EQ(early.nozzle.actual_c, 25);
    EXPECT_TRUE(next_change(simulation, noon + seconds(-3600)));
    EXPECT_TRUE(act(simulation, Action::stop, noon + seconds(60)));
    const auto stopped = after(simulation, hour_before);
    EXPECT_EQ(stopped.activity, Activity::failed);
    EXPECT_EQ(stopped.print.result, farm::PrintResult::cancelled);
    EXPECT_LE(stopped.nozzle.actual_c, 300);
    EXPECT_LE(stopped.bed.actual_c, 120);
    EXPECT_EQ(after(simulation, 7200).nozzle.actual_c, 25) << "it cools when its time comes";
}

TEST(VirtualState, GoesThroughAPrintAsAPrinterDoes) {
    struct Case {
        double at_s;
        Activity activity;
        std::string stage;
        int percent;
        int layer;
        int remaining_minutes;
    };
    const auto simulation = printing();
    for (const auto& one : std::vector<Case>{
             {1, Activity::preparing, "", 0, 0, 2},
             {5, Activity::printing, "Heating the bed", 0, 0, 2},
             {12, Activity::printing, "Heating the nozzle", 0, 0, 2},
             {15, Activity::printing, "Loading filament", 0, 0, 2},
             {23, Activity::printing, "Homing", 0, 0, 2},
             {59, Activity::printing, "", 48, 61, 1},
             {93.9, Activity::printing, "", 96, 120, 1},
             {96, Activity::printing, "Unloading filament", 97, 120, 1},
             {101, Activity::finished, "", 100, 120, 0},
             {100'000, Activity::finished, "", 100, 120, 0},
         }) {
        const auto state = after(simulation, one.at_s);
        EXPECT_EQ(state.activity, one.activity) << one.at_s;
        EXPECT_EQ(state.stage, one.stage) << one.at_s;
        EXPECT_EQ(state.progress.percent, one.percent) << one.at_s;
        EXPECT_EQ(state.progress.layer, one.layer) << one.at_s;
        EXPECT_EQ(state.progress.total_layers, 120) << one.at_s;
        EXPECT_EQ(state.progress.remaining_minutes, one.remaining_minutes) << one.at_s;
        EXPECT_EQ(state.progress.job_name, "Benchy") << one.at_s;
        const bool loaded = one.at_s >= 13 && one.at_s < 100;
        EXPECT_EQ(active_slots(state), loaded ? 1 : 0) << one.at_s;
    }
}

TEST(VirtualState, HeatsAndCoolsWithoutJumps) {
    const auto simulation = printing();
    EXPECT_EQ(after(simulation, 2).nozzle, (farm::Temperature{25, 0}));
    auto before = after(simulation, 0);
    for (double at_s = 0.5; at_s < 1500; at_s += 0.5) {
        const auto state = after(simulation, at_s);
        EXPECT_LT(std::abs(state.nozzle.actual_c - before.nozzle.actual_c), 11) << at_s;
        EXPECT_LT(std::abs(state.bed.actual_c - before.bed.actual_c), 3) << at_s;
        before = state;
    }
    EXPECT_NEAR(after(simulation, 60).nozzle.actual_c, 220, 0.5);
    EXPECT_EQ(after(simulation, 60).nozzle.target_c, 220);
    EXPECT_NEAR(after(simulation, 60).bed.actual_c, 60, 0.5);
    EXPECT_GT(after(simulation, 60).chamber->actual_c, 30);
    EXPECT_EQ(after(simulation, 98).bed.target_c, 0) << "off before the nozzle";
    EXPECT_EQ(after(simulation, 101).nozzle.target_c, 0);
    EXPECT_GT(after(simulation, 120).nozzle.actual_c, 100) << "still hot";
    EXPECT_EQ(before.nozzle.actual_c, 25);
    EXPECT_EQ(before.bed.actual_c, 25);
    EXPECT_FALSE(next_change(simulation, noon + seconds(1500))) << "and nothing to report any more";
}

TEST(VirtualState, IsReportedOftenEnoughToBeSeenMoving) {
    EXPECT_EQ(next_change(printing({.seconds = 10}), noon), milliseconds(250));
    EXPECT_EQ(next_change(printing({.seconds = 7200}), noon), milliseconds(1000));
    EXPECT_EQ(next_change(printing({.seconds = 10}), noon + seconds(30)), milliseconds(3000)) << "cooling";
}

TEST(VirtualState, StandsStillWhilePausedAndGoesOnFromThere) {
    auto simulation = printing();
    EXPECT_TRUE(act(simulation, Action::pause, noon + seconds(59)));
    EXPECT_EQ(after(simulation, 59).activity, Activity::paused);
    EXPECT_EQ(after(simulation, 59), after(simulation, 5000));
    EXPECT_EQ(after(simulation, 59).stage, "Paused by the user");
    EXPECT_FALSE(next_change(simulation, noon + seconds(60)));
    EXPECT_TRUE(act(simulation, Action::resume, noon + seconds(5000)));
    EXPECT_EQ(after(simulation, 5000).progress.layer, 61);
    EXPECT_EQ(after(simulation, 5042).activity, Activity::finished);
}

TEST(VirtualState, ShowsAStoppedPrintWhereItStopped) {
    auto simulation = printing();
    EXPECT_TRUE(act(simulation, Action::pause, noon + seconds(59)));
    EXPECT_TRUE(act(simulation, Action::stop, noon + seconds(90)));
    const auto state = after(simulation, 91);
    EXPECT_EQ(state.activity, Activity::failed);
    EXPECT_EQ(state.progress.layer, 61);
    EXPECT_EQ(active_slots(state), 0);
    EXPECT_LT(after(simulation, 200).nozzle.actual_c, 100);
}

TEST(VirtualState, PrintsItsLayersAtTheSpeedThatWasChosen) {
    const auto fast = printing({.seconds = 100, .speed = farm::Speed::ludicrous});
    EXPECT_EQ(after(fast, 1).speed, farm::Speed::ludicrous);
    EXPECT_EQ(after(fast, 71).activity, Activity::printing);
    EXPECT_EQ(after(fast, 73).activity, Activity::finished);
    const auto slow = printing({.seconds = 100, .speed = farm::Speed::silent});
    EXPECT_EQ(after(slow, 169).activity, Activity::printing);
    EXPECT_EQ(after(slow, 171).activity, Activity::finished);
}

TEST(VirtualState, GoesOnFromWhereItIsWhenTheSpeedChanges) {
    for (const double at_s : {1.0, 12.0, 30.0, 59.0, 93.0, 96.0}) {
        auto simulation = printing();
        const auto now = noon + milliseconds(static_cast<int>(at_s * 1000));
        const auto before = state_at(demo, simulation, now);
        EXPECT_TRUE(act(simulation, Action::speed_ludicrous, now));
        auto faster = state_at(demo, simulation, now);
        EXPECT_EQ(faster.speed, farm::Speed::ludicrous);
        EXPECT_NEAR(faster.progress.layer, before.progress.layer, 1) << at_s;
        EXPECT_EQ(faster.stage, before.stage) << at_s;
        EXPECT_EQ(faster.activity, before.activity) << at_s;
    }
    auto simulation = printing();
    EXPECT_TRUE(act(simulation, Action::speed_ludicrous, noon + seconds(24)));
    EXPECT_EQ(after(simulation, 73).activity, Activity::finished);
    EXPECT_EQ(act(simulation, Action::speed_silent, noon + seconds(80)).error().code, Errc::conflict);
}

TEST(VirtualState, FeedsFromTheSpoolOutsideWithoutAms) {
    auto simulation = Simulation{.ams_units = 0};
    EXPECT_TRUE(apply(simulation, {.test_print = TestPrint{}}, noon));
    const auto state = after(simulation, 60);
    EXPECT_TRUE(state.filament_units.empty());
    ASSERT_EQ(state.external_spools.size(), 1u);
    EXPECT_TRUE(state.external_spools[0].active);
    EXPECT_FALSE(after(simulation, 1000).external_spools[0].active);
}

TEST(VirtualState, ShowsFaultsWithTheirTexts) {
    Simulation simulation;
    EXPECT_TRUE(
        apply(simulation, {.hms_errors = {{"0300-0D00-0001-0003", "HMS_0C00_0300_0003_000A"}}}, noon));
    const auto state = after(simulation, 0);
    ASSERT_EQ(state.faults.size(), 2u);
    EXPECT_EQ(state.faults[0].code, "HMS_0300_0D00_0001_0003");
    EXPECT_EQ(state.faults[0].severity, farm::Severity::fatal);
    EXPECT_EQ(state.faults[0].text,
              "The build plate does not lie properly: take it off, clean it and lay it on again");
    EXPECT_TRUE(state.faults[0].link.contains("/x1/"));
    EXPECT_EQ(state.faults[1].text, "");
}

}  // namespace
}  // namespace gantry::fuse::printers::virtual_printer
