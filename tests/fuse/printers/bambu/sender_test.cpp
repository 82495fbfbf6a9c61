#include "fuse/printers/bambu/sender.hpp"

#include "tests/base/run_coroutine.hpp"
#include "tests/sim/rig.hpp"

namespace gantry::fuse::printers::bambu {
namespace {

using sim::FaultKind;

Delivery delivery_to(const sim::SimulatedPrinter& printer, WorkerPool& pool) {
    Delivery delivery{.name = "part.gcode",
                      .bytes = 1000,
                      .read = [](std::uint64_t offset, std::size_t limit) -> Result<Bytes> {
                          return Bytes(std::min<std::size_t>(limit, 1000 - offset), std::byte{'x'});
                      },
                      .progress = [](std::uint64_t) {},
                      .pool = &pool};
    delivery.config.address = printer.address();
    delivery.config.ports.ftps = printer.ports().ftps;
    delivery.config.access_code = Secret("12345678");
    delivery.config.printer.serial = printer.serial();
    return delivery;
}

TEST(BambuFileSender, TellsAServerThatTakesNothing) {
    for (const auto* model : {"p1s", "p2s"}) {
        run_coroutine([model](Executor executor) -> awaitable<void> {
            sim::Rig sim(executor, {.model = model, .frame_rate = 1});
            EXPECT_TRUE(co_await sim.printer.start());
            EXPECT_TRUE(co_await sim.printer.apply({.kind = FaultKind::no_storage}));
            WorkerPool pool(1);
            const auto sent = co_await file_sender()->send(delivery_to(sim.printer, pool));
            EXPECT_FALSE(sent);
            if (!sent) EXPECT_EQ(sent.error().cause, "storage_refused") << sent.error().error.detail;
            co_await sim.printer.stop();
        });
    }
}

TEST(BambuFileSender, NamesAWrongCode) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig sim(executor, {.model = "p1s", .frame_rate = 1});
        EXPECT_TRUE(co_await sim.printer.start());
        WorkerPool pool(1);
        auto delivery = delivery_to(sim.printer, pool);
        delivery.config.access_code = Secret("87654321");
        const auto sent = co_await file_sender()->send(std::move(delivery));
        EXPECT_FALSE(sent);
        if (!sent) EXPECT_EQ(sent.error().cause, "files_code") << sent.error().error.detail;
        if (!sent) EXPECT_FALSE(sent.error().worth_another_try);
        co_await sim.printer.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::printers::bambu
