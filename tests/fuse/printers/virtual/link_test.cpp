// Virtual printers through the same Printers and sessions as real ones, at a time that the test decides.
#include <gtest/gtest.h>

#include <functional>

#include "fuse/printers/printers.hpp"
#include "fuse/printers/virtual/driver.hpp"
#include "tests/base/eventually.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/base/temporary_folder.hpp"

namespace gantry::fuse::printers::virtual_printer {
namespace {

using farm::Activity;
using farm::Connection;
using gantry::testing::TemporaryFolder;
using std::chrono::seconds;

struct Fuse {
    Fuse(Executor executor, const TemporaryFolder& folder) : store(folder.path()) {
        registry.add(driver([this] { return now; }));
        // A pause that no test waits for: coming back at once is not by chance.
        printers.emplace(executor, registry, store,
                         SessionLimits{.backoff = {.first = 1h, .longest = 1h}, .refused_pause = 1h});
    }

    awaitable<farm::PrinterId> add(std::string name) {
        auto added = co_await printers->add({.driver = "virtual", .name = std::move(name)});
        if (!added) throw std::runtime_error(added.error().detail);
        co_return *added;
    }
    const farm::PrinterState& state(const farm::PrinterId& id) const { return printers->find(id)->state(); }
    awaitable<bool> shows(farm::PrinterId id, Connection connection) {
        return eventually([this, id, connection] { return state(id).connection == connection; });
    }

    std::chrono::system_clock::time_point now{seconds(1'800'000'000)};
    storage::Store store;
    Registry registry;
    std::optional<Printers> printers;
};

// With one that is called Demo and online.
void with_demo(std::function<awaitable<void>(Fuse&, farm::PrinterId)> test) {
    const TemporaryFolder folder;
    run_coroutine([&](Executor executor) -> awaitable<void> {
        Fuse fuse(executor, folder);
        const auto id = co_await fuse.add("Demo");
        EXPECT_TRUE(co_await fuse.shows(id, Connection::online));
        co_await test(fuse, id);
        co_await fuse.printers->stop();
    });
}

TEST(VirtualPrinters, NeedNothingButAName) {
    with_demo([](Fuse& fuse, farm::PrinterId id) -> awaitable<void> {
        const auto& printer = fuse.printers->find(id)->config().printer;
        EXPECT_EQ(printer.model, "X1 Carbon");
        EXPECT_EQ(printer.camera, "generated");
        EXPECT_EQ(printer.serial.size(), 15u);
        EXPECT_EQ(fuse.state(id).filament_units.size(), 1u);
        EXPECT_FALSE(fuse.printers->find(id)->config().fingerprint);
        NewPrinter wanted{.driver = "virtual", .name = "Other", .model = "a1 mini", .ams_units = 9};
        EXPECT_EQ((co_await fuse.printers->add(wanted)).error().code, Errc::malformed);
        wanted.ams_units = 0;
        const auto other = co_await fuse.printers->add(wanted);
        EXPECT_EQ(fuse.printers->find(*other)->config().printer.model, "A1 Mini");
        EXPECT_TRUE(co_await fuse.printers->change(id, {.name = "Renamed", .address = "192.0.2.1"}));
        EXPECT_EQ(fuse.printers->find(id)->config().printer.name, "Renamed");
        EXPECT_EQ(fuse.printers->find(id)->config().address, "");
    });
}

TEST(VirtualPrinters, AreTwentyAtMost) {
    const TemporaryFolder folder;
    run_coroutine([&](Executor executor) -> awaitable<void> {
        Fuse fuse(executor, folder);
        const auto first = co_await fuse.add("1");
        for (int i = 2; i <= 20; ++i)
            co_await fuse.add(std::to_string(i));
        const NewPrinter wanted{.driver = "virtual", .name = "21"};
        const auto refused = co_await fuse.printers->add(wanted);
        EXPECT_EQ(refused.error().code, Errc::too_large);
        EXPECT_EQ(refused.error().detail, "no more than 20 virtual printers; delete one first");
        EXPECT_TRUE(co_await fuse.printers->remove(first));
        EXPECT_TRUE(co_await fuse.printers->add(wanted));
        co_await fuse.printers->stop();
    });
}

TEST(VirtualPrinters, ComeBackAtOnceWhenTheyAreSwitchedOn) {
    with_demo([](Fuse& fuse, farm::PrinterId id) -> awaitable<void> {
        EXPECT_TRUE(co_await fuse.printers->simulate(id, {.online = false}));
        EXPECT_TRUE(co_await fuse.shows(id, Connection::offline));
        EXPECT_EQ(fuse.state(id).problem->code, "offline");
        EXPECT_EQ((co_await fuse.printers->command(id, Action::light_off)).error().code, Errc::offline);
        EXPECT_EQ((co_await fuse.printers->simulate(id, {.test_print = TestPrint{}})).error().code,
                  Errc::offline);
        EXPECT_TRUE(co_await fuse.printers->simulate(id, {.online = true}));
        EXPECT_TRUE(co_await fuse.shows(id, Connection::online));
        EXPECT_EQ(fuse.state(id).reconnects, 1);
    });
}

TEST(VirtualPrinters, PrintAndObeyCommands) {
    with_demo([](Fuse& fuse, farm::PrinterId id) -> awaitable<void> {
        EXPECT_TRUE(co_await fuse.printers->simulate(id, {.test_print = TestPrint{.seconds = 10}}));
        EXPECT_EQ(fuse.state(id).activity, Activity::preparing);
        fuse.now += seconds(5);
        EXPECT_TRUE(co_await eventually([&] { return fuse.state(id).activity == Activity::printing; }));
        EXPECT_TRUE(co_await fuse.printers->command(id, Action::pause));
        EXPECT_EQ(fuse.state(id).activity, Activity::paused);
        const auto layer = fuse.state(id).progress.layer;
        EXPECT_GT(layer, 1);
        fuse.now += seconds(500);
        EXPECT_TRUE(co_await fuse.printers->command(id, Action::resume));
        EXPECT_EQ(fuse.state(id).progress.layer, layer);
        EXPECT_TRUE(co_await fuse.printers->command(id, Action::light_off));
        EXPECT_EQ(fuse.state(id).light_on, false);
        fuse.now += seconds(6);
        EXPECT_TRUE(co_await eventually([&] { return fuse.state(id).activity == Activity::finished; }));
        EXPECT_EQ((co_await fuse.printers->command(id, Action::stop)).error().code, Errc::conflict);
    });
}

TEST(VirtualPrinters, ShowErrorsAndRefuseCommandsAsThoseSay) {
    with_demo([](Fuse& fuse, farm::PrinterId id) -> awaitable<void> {
        EXPECT_TRUE(co_await fuse.printers->simulate(id, {.hms_errors = {{"0500_0500_0001_0007"}}}));
        EXPECT_EQ(fuse.state(id).faults.size(), 1u);
        EXPECT_EQ((co_await fuse.printers->command(id, Action::light_off)).error().code, Errc::rejected);
        EXPECT_TRUE(co_await fuse.printers->simulate(id, {.hms_errors = std::vector<std::string>{}}));
        EXPECT_TRUE(fuse.state(id).faults.empty());
        EXPECT_TRUE(co_await fuse.printers->command(id, Action::light_off));
    });
}

TEST(VirtualPrinters, AreListenedToLikeOthers) {
    const TemporaryFolder folder;
    run_coroutine([&](Executor executor) -> awaitable<void> {
        Fuse fuse(executor, folder);
        std::vector<std::string> heard;
        const auto listening = fuse.printers->message().subscribe(
            [&](const farm::PrinterId&, const Message& message) { heard.emplace_back(message.name); });
        const auto id = co_await fuse.add("Demo");
        EXPECT_TRUE(co_await fuse.shows(id, Connection::online));
        EXPECT_TRUE(co_await fuse.printers->command(id, Action::light_off));
        EXPECT_EQ(heard, (std::vector<std::string>{"connected", "report", "light_off", "report"}));
        co_await fuse.printers->stop();
    });
}

TEST(VirtualPrinters, LeaveNothingBehind) {
    const TemporaryFolder folder;
    run_coroutine([&](Executor executor) -> awaitable<void> {
        Fuse fuse(executor, folder);
        const auto first = co_await fuse.add("Printing");
        const auto second = co_await fuse.add("Off");
        EXPECT_TRUE(co_await fuse.shows(first, Connection::online));
        EXPECT_TRUE(co_await fuse.printers->simulate(first, {.test_print = TestPrint{}}));
        // Kept in its turn: when the printer is gone by then, it must not come back.
        EXPECT_TRUE(co_await fuse.printers->command(first, Action::light_off));
        EXPECT_TRUE(co_await fuse.printers->remove(first));
        EXPECT_EQ(fuse.printers->find(first), nullptr);
        EXPECT_EQ((co_await fuse.printers->simulate(first, {.online = true})).error().code, Errc::not_found);
        EXPECT_TRUE(co_await fuse.printers->simulate(second, {.test_print = TestPrint{}}));
        EXPECT_EQ(*co_await fuse.printers->clear(), 1u);
        for (int i = 1; i <= 20; ++i)
            co_await fuse.add(std::to_string(i));
        co_await fuse.printers->clear();
        co_await fuse.printers->stop();
    });
    run_coroutine([&](Executor executor) -> awaitable<void> {
        Fuse fuse(executor, folder);
        EXPECT_TRUE(fuse.store.load_printers()->empty());
        co_return;
    });
}

TEST(VirtualPrinters, GoOnAfterARestart) {
    const TemporaryFolder folder;
    std::chrono::system_clock::time_point later;
    run_coroutine([&](Executor executor) -> awaitable<void> {
        Fuse fuse(executor, folder);
        const auto printing = co_await fuse.add("Printing");
        const auto off = co_await fuse.add("Off");
        EXPECT_TRUE(co_await fuse.shows(printing, Connection::online));
        const SimulationChange change{.hms_errors = {{"0300_0D00_0001_0003"}},
                                      .test_print = TestPrint{.job_name = "Benchy", .seconds = 100}};
        EXPECT_TRUE(co_await fuse.printers->simulate(printing, change));
        EXPECT_TRUE(co_await fuse.printers->command(printing, Action::light_off));
        EXPECT_TRUE(co_await fuse.printers->simulate(off, {.online = false}));
        later = fuse.now + seconds(59);
        co_await fuse.printers->stop();
    });
    run_coroutine([&](Executor executor) -> awaitable<void> {
        Fuse fuse(executor, folder);
        fuse.now = later;
        fuse.printers->load(*fuse.store.load_printers());
        const auto printing = fuse.printers->all().at(0)->config().printer.id;
        const auto off = fuse.printers->all().at(1)->config().printer.id;
        EXPECT_TRUE(co_await fuse.shows(printing, Connection::online));
        const auto state = fuse.state(printing);
        EXPECT_EQ(state.activity, Activity::printing);
        EXPECT_EQ(state.progress.job_name, "Benchy");
        EXPECT_EQ(state.progress.layer, 61) << "a printer does not wait for Fuse";
        EXPECT_EQ(state.faults.size(), 1u);
        EXPECT_EQ(state.light_on, false);
        EXPECT_TRUE(co_await fuse.shows(off, Connection::offline));
        co_await fuse.printers->stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::printers::virtual_printer
