#include "fuse/printers/virtual/rules.hpp"

#include <gtest/gtest.h>

namespace gantry::fuse::printers::virtual_printer {
namespace {

using std::chrono::seconds;

constexpr Time noon{seconds(1'800'000'000)};

TEST(VirtualRules, KnowWhatPrintersThereAre) {
    EXPECT_TRUE(check({}));
    EXPECT_TRUE(check({.nozzle_mm = 0.2, .ams_units = 4}));
    EXPECT_EQ(check({.nozzle_mm = 0.5}).error().code, Errc::malformed);
    EXPECT_EQ(check({.ams_units = 5}).error().code, Errc::malformed);
    EXPECT_EQ(check({.ams_units = -1}).error().code, Errc::malformed);
}

TEST(VirtualRules, RefuseWhatCannotBeAndChangeNothingThen) {
    using Errors = std::vector<std::string>;
    struct Case {
        SimulationChange change;
        Errc refused;
    };
    const std::vector<Case> cases = {
        {{.hms_errors = Errors{"0300"}}, Errc::malformed},
        {{.hms_errors = Errors(17, "0300_0100_0001_0007")}, Errc::too_large},
        {{.test_print = TestPrint{.seconds = 9}}, Errc::malformed},
        {{.test_print = TestPrint{.seconds = 7201}}, Errc::malformed},
        {{.test_print = TestPrint{.speed = farm::Speed::unknown}}, Errc::malformed},
        {{.test_print = TestPrint{.job_name = "a\nb"}}, Errc::malformed},
        {{.test_print = TestPrint{.job_name = std::string(101, 'x')}}, Errc::malformed},
        {{.online = false, .test_print = TestPrint{}}, Errc::offline},
        {{.online = false, .hms_errors = Errors{}, .test_print = TestPrint{.seconds = 0}}, Errc::malformed},
    };
    const Simulation before{.hms_errors = {"HMS_0300_0100_0001_0007"}};
    for (const auto& one : cases) {
        auto simulation = before;
        const auto changed = apply(simulation, one.change, noon);
        ASSERT_FALSE(changed);
        EXPECT_EQ(changed.error().code, one.refused) << changed.error().detail;
        EXPECT_EQ(simulation, before);
    }
}

TEST(VirtualRules, SetAndClearErrors) {
    Simulation simulation;
    EXPECT_TRUE(apply(simulation, {.hms_errors = {{"0300010000010007", "0300-0100-0001-0007"}}}, noon));
    EXPECT_EQ(simulation.hms_errors, std::vector<std::string>{"HMS_0300_0100_0001_0007"});
    EXPECT_TRUE(apply(simulation, {.online = false}, noon));
    EXPECT_EQ(simulation.hms_errors.size(), 1u) << "what was not asked for stays";
    EXPECT_TRUE(apply(simulation, {.hms_errors = std::vector<std::string>{}}, noon));
    EXPECT_TRUE(simulation.hms_errors.empty());
}

TEST(VirtualRules, RunOnePrintAtATimeFromTheNextSpool) {
    Simulation simulation;
    const SimulationChange print{.test_print = TestPrint{.seconds = 60}};
    EXPECT_TRUE(apply(simulation, print, noon));
    EXPECT_EQ(simulation.print->print.job_name, "Test print 1");
    const int first = simulation.print->tray;
    EXPECT_EQ(apply(simulation, print, noon + seconds(30)).error().code, Errc::busy);
    EXPECT_TRUE(apply(simulation, print, noon + seconds(61)));
    EXPECT_EQ(simulation.print->print.job_name, "Test print 2");
    EXPECT_NE(simulation.print->tray, first);
    EXPECT_GT(simulation.print->nozzle_c, 100) << "still hot from the last one";
}

TEST(VirtualRules, ObeyCommandsOnlyWhenTheyMakeSense) {
    Simulation simulation;
    for (const auto action : {Action::pause, Action::resume, Action::stop})
        EXPECT_EQ(act(simulation, action, noon).error().code, Errc::conflict);
    EXPECT_TRUE(act(simulation, Action::light_off, noon));
    EXPECT_FALSE(simulation.light_on);
    EXPECT_TRUE(apply(simulation, {.test_print = TestPrint{.seconds = 60}}, noon));
    EXPECT_EQ(act(simulation, Action::resume, noon).error().code, Errc::conflict);
    EXPECT_TRUE(act(simulation, Action::pause, noon));
    EXPECT_EQ(act(simulation, Action::pause, noon).error().code, Errc::conflict);
    EXPECT_TRUE(act(simulation, Action::resume, noon + seconds(100)));
    EXPECT_TRUE(act(simulation, Action::stop, noon + seconds(120)));
    EXPECT_EQ(act(simulation, Action::stop, noon + seconds(121)).error().code, Errc::conflict);
}

}  // namespace
}  // namespace gantry::fuse::printers::virtual_printer
