// What becomes of printers that somebody wants: tried, taken over together, brought back.
#include <gtest/gtest.h>

#include "tests/fuse/printers/rig.hpp"

namespace gantry::fuse::printers {
namespace {

using farm::Connection;
using sim::FaultKind;

TEST(Printers, TryAChangeBeforeItIsMade) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::PrinterSpec spec{.address = "127.0.77.3", .ports = sim::Ports::real, .files = false};
        sim::Rig here(executor, spec);
        spec.address = "127.0.77.4";
        spec.serial = "01P00A000000099";
        sim::Rig there(executor, spec);
        co_await start(here);
        co_await start(there);
        FuseRig fuse(executor);
        const auto id = co_await fuse.add(FuseRig::how_to_reach(here.printer));
        EXPECT_TRUE(co_await fuse.reaches(id, Connection::online));
        EXPECT_TRUE(co_await fuse.printers.try_change(id, {})) << "with the code that nobody can read back";
        const auto wrong = co_await fuse.printers.try_change(id, {.access_code = Secret("87654321")});
        EXPECT_EQ(wrong.error().code, Errc::unauthorized);
        const auto other = co_await fuse.printers.try_change(id, {.address = "127.0.77.4"});
        EXPECT_EQ(other.error().code, Errc::untrusted);
        EXPECT_TRUE(other.error().detail.contains("01P00A000000099")) << other.error().detail;
        EXPECT_EQ((co_await fuse.printers.try_change(id, {.address = "here"})).error().code, Errc::malformed);
        EXPECT_EQ(fuse.printers.find(id)->config().address, "127.0.77.3") << "nothing was changed";
        EXPECT_TRUE(co_await here.printer.apply({FaultKind::certificate_changed}));
        const auto changed = co_await fuse.printers.try_change(id, {});
        EXPECT_EQ(changed.error().code, Errc::untrusted);
        EXPECT_TRUE(changed.error().detail.contains("another certificate")) << changed.error().detail;
        co_await fuse.printers.stop();
        co_await here.printer.stop();
        co_await there.printer.stop();
    });
}

TEST(Printers, ComeBackAsTheyWereAfterADeletionThatWasAMistake) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FuseRig fuse(executor);
        const auto id = co_await fuse.add(absent("Left", "00M00A000000001", "127.0.0.1"));
        const auto before = fuse.store.load_printers()->at(0);
        EXPECT_TRUE(co_await fuse.printers.remove(id));
        EXPECT_TRUE(fuse.store.load_printers()->empty());
        EXPECT_TRUE(co_await fuse.printers.restore(id));
        EXPECT_EQ(fuse.store.load_printers()->at(0), before) << "with its access code";
        EXPECT_EQ((co_await fuse.printers.restore(id)).error().code, Errc::not_found) << "it is here";
        EXPECT_TRUE(co_await fuse.printers.remove(id));
        static_cast<void>(co_await fuse.add(absent("Instead", "00M00A000000002", "127.0.0.1")));
        EXPECT_EQ((co_await fuse.printers.restore(id)).error().code, Errc::conflict) << "its place is taken";
        EXPECT_EQ(fuse.printers.all().size(), 1u);
        co_await fuse.printers.stop();
    });
}

TEST(Printers, AreTakenOverTogether) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FuseRig fuse(executor);
        const auto known = co_await fuse.add(absent("Known", "00M00A000000001", "127.0.1.1"));
        int told = 0;
        const auto listening = fuse.printers.list_changed().subscribe([&told] { ++told; });
        std::vector<Incoming> all;
        for (int i = 2; i <= 300; ++i)
            all.push_back({.printer = absent(fmt::format("Rack {}", i), fmt::format("00M00A{:09}", i),
                                             fmt::format("127.0.{}.{}", 1 + i / 200, 1 + i % 200))});
        all.push_back({.printer = absent("Twice", "00M00A000000002", "127.0.3.1")});
        all.push_back({.printer = absent("No serial", "", "127.0.3.2")});
        all.push_back({.printer = absent("Moved", "00M00A000000001", "127.0.3.3"), .in_place_of = known});
        all.push_back({.printer = absent("Same place", "00M00A000000999", "127.0.3.3")});
        const auto outcomes = co_await fuse.printers.take(std::move(all));
        EXPECT_EQ(std::ranges::count_if(*outcomes, [](const auto& one) { return one.has_value(); }), 300);
        const auto last = outcomes->end() - 4;
        EXPECT_EQ(last[0].error().code, Errc::conflict) << "the one before it counts";
        EXPECT_EQ(last[1].error().code, Errc::malformed);
        EXPECT_TRUE(last[2]);
        EXPECT_EQ(last[3].error().code, Errc::conflict) << "the address of one that comes with it";
        EXPECT_EQ(told, 1) << "one change of the list";
        const auto stored = fuse.store.load_printers();
        EXPECT_EQ(stored->size(), 300u);
        EXPECT_EQ(stored->at(0).printer.name, "Moved");
        EXPECT_EQ(fuse.printers.find(known)->config().address, "127.0.3.3");
        co_await fuse.printers.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::printers
