#include "fuse/printers/virtual/manual.hpp"

#include <gtest/gtest.h>

#include "fuse/printers/virtual/state.hpp"

namespace gantry::fuse::printers::virtual_printer {
namespace {

using std::chrono::seconds;

constexpr Time noon{seconds(1'800'000'000)};

farm::PrinterState after(const Simulation& simulation, int s, std::string model = "X1E") {
    return state_at({.name = "Demo", .model = std::move(model)}, simulation, noon + seconds(s));
}

TEST(VirtualManual, HeatsToWhatIsSetAndCoolsAgain) {
    Simulation simulation;
    EXPECT_TRUE(act(simulation, {Action::nozzle_temperature, 220}, noon));
    EXPECT_TRUE(act(simulation, {Action::bed_temperature, 60}, noon));
    EXPECT_TRUE(act(simulation, {Action::chamber_temperature, 45}, noon));
    EXPECT_EQ(after(simulation, 0).nozzle, (farm::Temperature{25, 220}));
    EXPECT_EQ(after(simulation, 10).nozzle, (farm::Temperature{65, 220}));
    EXPECT_NEAR(after(simulation, 300).nozzle.actual_c, 220, 0.3);
    EXPECT_NEAR(after(simulation, 300).bed.actual_c, 60, 0.3);
    EXPECT_EQ(after(simulation, 300).bed.target_c, 60);
    EXPECT_NEAR(after(simulation, 300).chamber->actual_c, 45, 0.3);
    EXPECT_EQ(next_change(simulation, noon), std::chrono::seconds(1)) << "it is seen heating";
    EXPECT_TRUE(act(simulation, {Action::nozzle_temperature, 0}, noon + seconds(300)));
    EXPECT_NEAR(after(simulation, 300).nozzle.actual_c, 220, 0.5) << "no jump";
    EXPECT_EQ(after(simulation, 301).nozzle.target_c, 0);
    EXPECT_EQ(after(simulation, 3000).nozzle.actual_c, 25);
}

TEST(VirtualManual, EndsWithThePrintInWhichItWasSet) {
    Simulation simulation;
    EXPECT_TRUE(apply(simulation, {.test_print = TestPrint{.seconds = 100}}, noon));
    EXPECT_TRUE(act(simulation, {Action::bed_temperature, 90}, noon + seconds(50)));
    EXPECT_TRUE(act(simulation, {Action::part_fan, 30}, noon + seconds(50)));
    EXPECT_EQ(after(simulation, 60).bed.target_c, 90);
    EXPECT_EQ(after(simulation, 60).fans.part, 30);
    EXPECT_EQ(after(simulation, 101).bed.target_c, 0);
    EXPECT_EQ(after(simulation, 101).fans.part, 0);
    EXPECT_NEAR(after(simulation, 101).bed.actual_c, after(simulation, 99).bed.actual_c, 2);
    EXPECT_EQ(after(simulation, 3000).bed.actual_c, 25);
    EXPECT_TRUE(apply(simulation, {.test_print = TestPrint{.seconds = 100}}, noon + seconds(200)));
    EXPECT_EQ(simulation.manual, Manual{}) << "the next one has it all for itself";
}

TEST(VirtualManual, RunsTheFansThatTheModelHas) {
    Simulation simulation;
    for (const auto action : {Action::part_fan, Action::aux_fan, Action::chamber_fan})
        EXPECT_TRUE(act(simulation, {action, 40}, noon));
    const auto enclosed = after(simulation, 1).fans;
    EXPECT_EQ(enclosed.part.value_or(0) + enclosed.aux.value_or(0) + enclosed.chamber.value_or(0), 120);
    const auto open = after(simulation, 1, "A1").fans;
    EXPECT_EQ(open.part, 40);
    EXPECT_FALSE(open.aux || open.chamber);
}

TEST(VirtualManual, MovesAxesThatAreHomedAndIdle) {
    Simulation simulation;
    EXPECT_EQ(act(simulation, {Action::move_x, 10}, noon).error().code, Errc::conflict);
    EXPECT_EQ(after(simulation, 0).homed, false);
    EXPECT_TRUE(act(simulation, Action::home, noon));
    EXPECT_EQ(after(simulation, 0).homed, true);
    EXPECT_TRUE(act(simulation, {Action::move_x, 10}, noon));
    EXPECT_TRUE(apply(simulation, {.test_print = TestPrint{.seconds = 100}}, noon));
    for (const auto action : {Action::home, Action::move_z})
        EXPECT_EQ(act(simulation, {action, 1}, noon + seconds(1)).error().code, Errc::conflict);
}

}  // namespace
}  // namespace gantry::fuse::printers::virtual_printer
