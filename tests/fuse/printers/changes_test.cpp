#include "fuse/printers/changes.hpp"

#include <gtest/gtest.h>

#include "tests/fuse/printers/rig.hpp"

namespace gantry::fuse::printers {
namespace {

using Ids = std::vector<farm::PrinterId>;
using Clock = std::chrono::steady_clock;

TEST(ChangedPrinters, PassOnACalmPrinterAtOnceAndABusyOneOncePerPace) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FuseRig fuse(executor);
        const farm::PrinterId calm("calm");
        const farm::PrinterId busy("busy");
        ChangedPrinters changes(executor, fuse.printers, 200ms);
        auto& signal = fuse.printers.state_changed();
        signal.tell(busy);
        auto told = co_await changes.next();
        EXPECT_EQ(told, Ids{busy});
        const auto start = Clock::now();
        signal.tell(busy);
        signal.tell(calm);
        told = co_await changes.next();
        EXPECT_EQ(told, Ids{calm});
        EXPECT_LT(Clock::now() - start, 150ms) << "it does not wait for the busy one";
        signal.tell(busy);
        told = co_await changes.next();
        EXPECT_EQ(told, Ids{busy});
        EXPECT_GE(Clock::now() - start, 190ms);
        signal.tell(busy);
        EXPECT_EQ(changes.take(), Ids{busy}) << "whoever greets a page needs all of it";
        changes.wake();
        told = co_await changes.next();
        EXPECT_TRUE(told.empty());
        co_await fuse.printers.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::printers
