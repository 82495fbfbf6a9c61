// What printers do that are told something, with real reports as proof.
#include <gtest/gtest.h>

#include "tests/fuse/printers/rig.hpp"

namespace gantry::fuse::printers {
namespace {

using farm::Connection;
using sim::FaultKind;

TEST(Printers, DoWhatTheyAreTold) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig sim(executor, {.files = false, .print_duration = 60s, .print_again = true});
        co_await start(sim);
        FuseRig fuse(executor);
        const auto id = co_await fuse.add(FuseRig::how_to_reach(sim.printer));
        EXPECT_TRUE(co_await fuse.reaches(id, Connection::online));
        EXPECT_TRUE(co_await fuse.printers.command(id, Action::light_off));
        EXPECT_EQ(fuse.state(id).light_on, false);
        EXPECT_TRUE(co_await fuse.printers.command(id, Action::light_on));
        EXPECT_EQ(fuse.state(id).light_on, true);
        EXPECT_TRUE(
            co_await eventually([&] { return fuse.state(id).activity == farm::Activity::printing; }, 20s));
        EXPECT_TRUE(co_await fuse.printers.command(id, Action::pause));
        EXPECT_EQ(fuse.state(id).activity, farm::Activity::paused);
        EXPECT_TRUE(co_await fuse.printers.command(id, Action::resume));
        EXPECT_EQ((co_await fuse.printers.command(id, Action::resume)).error().code, Errc::conflict);
        EXPECT_TRUE(co_await fuse.printers.command(id, Action::speed_ludicrous));
        EXPECT_EQ(fuse.state(id).speed, farm::Speed::ludicrous);
        EXPECT_TRUE(co_await fuse.printers.command(id, Action::stop));
        EXPECT_EQ((co_await fuse.printers.command(id, Action::speed_sport)).error().code, Errc::conflict);
        co_await fuse.printers.stop();
        co_await sim.printer.stop();
    });
}

// In a print.
const std::vector<Command> every_command = {Action::light_off,
                                            Action::pause,
                                            Action::stop,
                                            Action::speed_silent,
                                            Action::speed_sport,
                                            Action::speed_ludicrous,
                                            {Action::bed_temperature, 35},
                                            {Action::nozzle_temperature, 180},
                                            {Action::chamber_fan, 50}};

TEST(Printers, HeatBlowAndMoveAsTheyAreTold) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig sim(executor, {.model = "x1e", .files = false});
        co_await start(sim);
        FuseRig fuse(executor);
        const auto id = co_await fuse.add(FuseRig::how_to_reach(sim.printer));
        EXPECT_TRUE(co_await fuse.reaches(id, Connection::online));
        const auto tell = [&](Action action, double value) {
            return fuse.printers.command(id, {action, value});
        };
        EXPECT_TRUE(co_await tell(Action::bed_temperature, 60));
        EXPECT_EQ(fuse.state(id).bed.target_c, 60);
        EXPECT_TRUE(co_await tell(Action::nozzle_temperature, 210));
        EXPECT_EQ(fuse.state(id).nozzle.target_c, 210);
        EXPECT_TRUE(co_await tell(Action::chamber_temperature, 45));
        EXPECT_EQ(fuse.state(id).chamber->target_c, 45);
        EXPECT_TRUE(co_await tell(Action::nozzle_temperature, 0));
        EXPECT_EQ(fuse.state(id).nozzle.target_c, 0);
        EXPECT_TRUE(co_await tell(Action::part_fan, 70));
        EXPECT_TRUE(co_await tell(Action::aux_fan, 40));
        EXPECT_TRUE(co_await tell(Action::chamber_fan, 100));
        EXPECT_EQ(fuse.state(id).fans.chamber, 100);
        EXPECT_NEAR(*fuse.state(id).fans.part, 70, 4) << "it reports fifteenths";
        EXPECT_EQ(fuse.state(id).homed, false);
        EXPECT_EQ((co_await tell(Action::move_x, 10)).error().code, Errc::conflict);
        EXPECT_TRUE(co_await fuse.printers.command(id, Action::home));
        EXPECT_EQ(fuse.state(id).homed, true);
        EXPECT_TRUE(co_await tell(Action::move_x, 10));
        EXPECT_TRUE(co_await tell(Action::move_z, -1));
        const std::array<double, 3> moved{10, 0, -1};
        EXPECT_EQ(sim.printer.machine().state().position, moved);
        EXPECT_EQ((co_await tell(Action::bed_temperature, 111)).error().code, Errc::malformed);
        EXPECT_EQ(fuse.state(id).bed.target_c, 60);
        co_await fuse.printers.stop();
        co_await sim.printer.stop();
    });
}

TEST(Printers, DoNotMoveWhileSomethingPrintsOrWithoutAnAnswer) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig sim(executor, {.files = false, .print_duration = 60s, .print_again = true});
        co_await start(sim);
        auto limits = short_limits();
        limits.slow_effect = 300ms;
        FuseRig fuse(executor, limits);
        const auto id = co_await fuse.add(FuseRig::how_to_reach(sim.printer));
        EXPECT_TRUE(
            co_await eventually([&] { return fuse.state(id).activity == farm::Activity::printing; }, 20s));
        for (const auto action : {Action::home, Action::move_x}) {
            const auto refused = co_await fuse.printers.command(id, {action, 1});
            EXPECT_EQ(refused.error().code, Errc::conflict);
            EXPECT_EQ(refused.error().detail, "the axes cannot be moved while a print runs");
        }
        EXPECT_EQ((co_await fuse.printers.command(id, {Action::chamber_temperature, 40})).error().code,
                  Errc::unsupported)
            << "a P1S has no heater there";
        EXPECT_TRUE(co_await fuse.printers.command(id, Action::stop));
        EXPECT_TRUE(co_await sim.printer.apply({FaultKind::deaf}));
        EXPECT_EQ((co_await fuse.printers.command(id, Action::home)).error().code, Errc::timeout);
        co_await fuse.printers.stop();
        co_await sim.printer.stop();
    });
}

TEST(Printers, WaitAfterAPrintUntilSomebodyClearsThePlate) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig sim(executor, {.files = false, .print_duration = 60s, .print_again = true, .rest = 2s});
        co_await start(sim);
        FuseRig fuse(executor);
        const auto id = co_await fuse.add(FuseRig::how_to_reach(sim.printer));
        EXPECT_TRUE(
            co_await eventually([&] { return fuse.state(id).activity == farm::Activity::printing; }, 20s));
        EXPECT_EQ((co_await fuse.printers.command(id, Action::clear_plate)).error().code, Errc::conflict);
        EXPECT_TRUE(co_await fuse.printers.command(id, Action::stop));
        EXPECT_TRUE(fuse.state(id).needs_clearing);
        const auto stopped = fuse.state(id).print;
        EXPECT_EQ(stopped.result, farm::PrintResult::cancelled);
        EXPECT_TRUE(co_await fuse.printers.command(id, Action::clear_plate));
        EXPECT_EQ(fuse.store.load_printers()->at(0).plate.print, stopped) << "kept over a restart";
        EXPECT_FALSE(fuse.state(id).needs_clearing);
        EXPECT_FALSE(fuse.store.load_printers()->at(0).plate.in_use) << "on disk before the answer";
        EXPECT_TRUE(co_await eventually([&] { return fuse.state(id).bed.actual_c > 0; }));
        EXPECT_FALSE(fuse.state(id).needs_clearing) << "whatever it goes on reporting";
        EXPECT_TRUE(co_await eventually([&] { return farm::has_job(fuse.state(id).activity); }, 20s));
        EXPECT_TRUE(co_await fuse.printers.command(id, Action::stop));
        EXPECT_TRUE(fuse.state(id).needs_clearing) << "the next one takes it back";
        co_await fuse.printers.stop();
        co_await sim.printer.stop();
    });
}

TEST(Printers, SayThatAnAcknowledgedCommandHadNoEffect) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig sim(executor, {.files = false, .print_duration = 60s, .print_again = true});
        co_await start(sim);
        auto limits = short_limits();
        limits.effect = 300ms;
        FuseRig fuse(executor, limits);
        const auto id = co_await fuse.add(FuseRig::how_to_reach(sim.printer));
        EXPECT_TRUE(
            co_await eventually([&] { return fuse.state(id).activity == farm::Activity::printing; }, 20s));
        EXPECT_TRUE(co_await sim.printer.apply({FaultKind::deaf}));
        for (const auto& command : every_command) {
            const auto done = co_await fuse.printers.command(id, command);
            EXPECT_EQ(done.error().code, Errc::timeout);
            EXPECT_EQ(done.error().detail, "the printer received the command, but nothing changed");
        }
        EXPECT_TRUE(co_await sim.printer.apply({FaultKind::clear}));
        EXPECT_TRUE(co_await fuse.printers.command(id, Action::pause));
        EXPECT_TRUE(co_await sim.printer.apply({FaultKind::deaf}));
        EXPECT_EQ((co_await fuse.printers.command(id, Action::resume)).error().code, Errc::timeout);
        co_await fuse.printers.stop();
        co_await sim.printer.stop();
    });
}

TEST(Printers, SayThatDeveloperModeIsOff) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig sim(executor,
                     {.files = false, .developer_mode = false, .print_duration = 60s, .print_again = true});
        co_await start(sim);
        FuseRig fuse(executor, short_limits());
        const auto id = co_await fuse.add(FuseRig::how_to_reach(sim.printer));
        EXPECT_TRUE(
            co_await eventually([&] { return fuse.state(id).activity == farm::Activity::printing; }, 20s));
        EXPECT_FALSE(fuse.state(id).developer_mode_off) << "a P1S does not say so by itself";
        for (const auto& command : every_command) {
            if (command.action == Action::light_off) continue;  // needs no Developer Mode
            const auto refused = co_await fuse.printers.command(id, command);
            EXPECT_EQ(refused.error().code, Errc::rejected);
            EXPECT_NE(refused.error().detail.find("Developer Mode"), std::string::npos);
        }
        EXPECT_TRUE(co_await fuse.printers.command(id, Action::light_off));
        EXPECT_TRUE(co_await eventually([&] { return fuse.state(id).developer_mode_off; }));
        co_await fuse.printers.stop();
        co_await sim.printer.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::printers
