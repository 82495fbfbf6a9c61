#include "fuse/printers/printers.hpp"

#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <list>

#include "fuse/printers/actions.hpp"
#include "tests/fuse/printers/rig.hpp"

namespace gantry::fuse::printers {
namespace {

using farm::Connection;
using sim::FaultKind;

TEST(Printers, TakeSerialAndModelFromTheCertificate) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig sim(executor, {.files = false});
        co_await start(sim);
        FuseRig fuse(executor);
        const auto id = co_await fuse.add(FuseRig::how_to_reach(sim.printer));
        const auto& config = fuse.printers.find(id)->config();
        EXPECT_EQ(config.printer.serial, sim.printer.serial());
        EXPECT_EQ(config.printer.model, "P1S");
        EXPECT_EQ(config.printer.camera, "bambu_jpeg");
        EXPECT_TRUE(co_await fuse.reaches(id, Connection::online));
        EXPECT_EQ(fuse.state(id).activity, farm::Activity::idle);
        EXPECT_TRUE(co_await eventually([&] { return !fuse.state(id).firmware.empty(); }));
        co_await fuse.printers.stop();
        co_await sim.printer.stop();
    });
}

TEST(Printers, KeepTheFirstCertificateAndRefuseAChangedOne) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig sim(executor, {.files = false});
        co_await start(sim);
        FuseRig fuse(executor);
        const auto id = co_await fuse.add(FuseRig::how_to_reach(sim.printer));
        EXPECT_TRUE(co_await fuse.reaches(id, Connection::online));
        EXPECT_TRUE(fuse.printers.find(id)->config().fingerprint);
        EXPECT_TRUE(co_await sim.printer.apply({FaultKind::certificate_changed}));
        EXPECT_TRUE(co_await fuse.reaches(id, Connection::refused));
        EXPECT_EQ(fuse.state(id).problem->code, "untrusted");
        EXPECT_TRUE(co_await fuse.printers.change(id, {.accept_certificate = true}));
        EXPECT_TRUE(co_await fuse.reaches(id, Connection::online));
        co_await fuse.printers.stop();
        const auto stored = fuse.store.load_printers();
        EXPECT_EQ(stored->at(0).fingerprint, fuse.printers.find(id)->config().fingerprint);
        co_await sim.printer.stop();
    });
}

TEST(Printers, NameAWrongAccessCodeAndTakeTheRightOneAtOnce) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig sim(executor, {.files = false});
        co_await start(sim);
        auto pauses = short_pauses();
        pauses.refused_pause = 1h;
        FuseRig fuse(executor, {}, pauses);
        auto wanted = FuseRig::how_to_reach(sim.printer);
        wanted.access_code = Secret("87654321");
        const auto id = co_await fuse.add(std::move(wanted));
        EXPECT_TRUE(co_await fuse.reaches(id, Connection::refused));
        EXPECT_EQ(fuse.state(id).problem->code, "unauthorized");
        EXPECT_TRUE(co_await fuse.printers.change(id, {.access_code = Secret("12345678")}));
        EXPECT_TRUE(co_await fuse.reaches(id, Connection::online));
        EXPECT_FALSE(fuse.state(id).problem);
        co_await fuse.printers.stop();
        co_await sim.printer.stop();
    });
}

TEST(Printers, ComeBackWhenThePrinterDoes) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig sim(executor, {.files = false});
        co_await start(sim);
        FuseRig fuse(executor);
        const auto id = co_await fuse.add(FuseRig::how_to_reach(sim.printer));
        EXPECT_TRUE(co_await fuse.reaches(id, Connection::online));
        EXPECT_TRUE(co_await sim.printer.apply({FaultKind::printer_off}));
        EXPECT_TRUE(co_await fuse.reaches(id, Connection::offline));
        EXPECT_EQ(fuse.state(id).problem->code, "offline");
        EXPECT_EQ((co_await fuse.printers.command(id, Action::light_on)).error().code, Errc::offline);
        EXPECT_TRUE(co_await sim.printer.apply({FaultKind::printer_on}));
        EXPECT_TRUE(co_await fuse.reaches(id, Connection::online));
        EXPECT_EQ(fuse.state(id).reconnects, 1);
        co_await fuse.printers.stop();
        co_await sim.printer.stop();
    });
}

TEST(Printers, AreRememberedAndForgotten) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FuseRig fuse(executor);
        NewPrinter wanted{.name = "Off",
                          .address = "127.0.0.1",
                          .model = "X1 Carbon",
                          .serial = "00M00A000000009",
                          .access_code = Secret("12345678"),
                          .ports = {.mqtt = 1}};
        const auto id = co_await fuse.add(wanted);
        EXPECT_EQ((co_await fuse.printers.add(wanted)).error().code, Errc::conflict);
        EXPECT_TRUE(co_await fuse.printers.change(id, {.name = "Renamed", .address = "127.0.0.2"}));
        EXPECT_EQ(fuse.store.load_printers()->at(0).printer.name, "Renamed");
        EXPECT_EQ(fuse.store.load_printers()->at(0).address, "127.0.0.2");
        EXPECT_TRUE(co_await fuse.printers.remove(id));
        EXPECT_EQ(fuse.printers.find(id), nullptr);
        EXPECT_TRUE(fuse.store.load_printers()->empty());
        EXPECT_EQ((co_await fuse.printers.remove(id)).error().code, Errc::not_found);
        co_await fuse.printers.stop();
    });
}

TEST(Printers, FollowAnAddressThatChangesWithoutBeingAddedAgain) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        // Real ports, so that both places have the same.
        sim::PrinterSpec spec{.address = "127.0.77.1", .ports = sim::Ports::real, .files = false};
        sim::Rig before(executor, spec);
        co_await start(before);
        FuseRig fuse(executor);
        const auto id = co_await fuse.add(FuseRig::how_to_reach(before.printer));
        EXPECT_TRUE(co_await fuse.reaches(id, Connection::online));
        co_await before.printer.stop();
        EXPECT_TRUE(co_await fuse.reaches(id, Connection::offline));
        spec.address = "127.0.77.2";
        sim::SimulatedPrinter moved(executor, sim::test_authority(),
                                    sim::Rig::in_folder(spec, before.folder.path()));
        EXPECT_TRUE(co_await moved.start());
        EXPECT_TRUE(co_await fuse.printers.change(id, {.address = "127.0.77.2"}));
        EXPECT_TRUE(co_await fuse.reaches(id, Connection::online));
        EXPECT_EQ(fuse.store.load_printers()->at(0).address, "127.0.77.2");
        EXPECT_EQ(fuse.printers.all().size(), 1u);
        co_await fuse.printers.stop();
        co_await moved.stop();
    });
}

TEST(Printers, NameThePrinterThatHasTheAddressAlready) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FuseRig fuse(executor);
        static_cast<void>(co_await fuse.add(absent("Left", "00M00A000000001", "127.0.0.1")));
        const auto id = co_await fuse.add(absent("Right", "00M00A000000002", "127.0.0.2"));
        const auto taken = co_await fuse.printers.change(id, {.address = "127.0.0.1"});
        EXPECT_EQ(taken.error().code, Errc::conflict);
        EXPECT_TRUE(taken.error().detail.contains("127.0.0.1 is the address of \"Left\""))
            << taken.error().detail;
        EXPECT_EQ(fuse.printers.find(id)->config().address, "127.0.0.2");
        EXPECT_TRUE(co_await fuse.printers.change(id, {.name = "Still right", .address = "127.0.0.2"}));
        co_await fuse.printers.stop();
    });
}

TEST(Printers, KeepWhatTwoPeopleChangeAtTheSameTime) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FuseRig fuse(executor);
        const auto id = co_await fuse.add(absent("One", "00M00A000000001", "127.0.0.1"));
        Supervisor people(executor, "test");
        std::vector<Task> tasks;
        for (const PrinterChange& change :
             {PrinterChange{.name = "Renamed"}, PrinterChange{.address = "127.0.0.3"},
              PrinterChange{.access_code = Secret("87654321")}})
            tasks.push_back(people.spawn("person", [&fuse, id, change]() -> awaitable<void> {
                EXPECT_TRUE(co_await fuse.printers.change(id, change));
            }));
        for (auto& task : tasks)
            co_await task.join();
        auto stored = fuse.store.load_printers()->at(0);
        stored.printer.limits = limits_of("X1 Carbon");  // which follow from the model, and are not stored
        EXPECT_EQ(stored, fuse.printers.find(id)->config());
        EXPECT_EQ(stored.printer.name, "Renamed");
        EXPECT_EQ(stored.address, "127.0.0.3");
        EXPECT_EQ(stored.access_code.reveal(), "87654321");
        co_await fuse.printers.stop();
    });
}

TEST(Printers, AreClearedAllAtOnce) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FuseRig fuse(executor);
        static_cast<void>(co_await fuse.add(absent("Left", "00M00A000000001", "127.0.0.1")));
        static_cast<void>(co_await fuse.add(absent("Right", "00M00A000000002", "127.0.0.2")));
        int told = 0;
        const auto watching = fuse.printers.list_changed().subscribe([&] { ++told; });
        EXPECT_EQ(co_await fuse.printers.clear(), 2u);
        EXPECT_EQ(told, 1);
        EXPECT_TRUE(fuse.printers.all().empty());
        EXPECT_TRUE(fuse.store.load_printers()->empty());
        EXPECT_EQ(co_await fuse.printers.clear(), 0u);
        co_await fuse.printers.stop();
    });
}

TEST(Printers, NameTheOneThatHasThisSerialNumberOrAddressAlready) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FuseRig fuse(executor);
        const NewPrinter wanted{.name = "Shelf \"2\" <b>left</b> 😀",
                                .address = "127.0.0.1",
                                .serial = "00M00A000000009",
                                .access_code = Secret("12345678"),
                                .ports = {.mqtt = 1}};
        const auto id = co_await fuse.add(wanted);
        EXPECT_EQ(fuse.store.load_printers()->at(0).printer.name, wanted.name);
        auto elsewhere = wanted;
        elsewhere.address = "127.0.0.2";
        auto other = wanted;
        other.serial = "00M00A000000010";
        for (const auto& twice : {elsewhere, other}) {
            const auto refused = co_await fuse.printers.add(twice);
            EXPECT_EQ(refused.error().code, Errc::conflict);
            EXPECT_NE(refused.error().detail.find(wanted.name), std::string::npos) << refused.error().detail;
        }
        EXPECT_TRUE(co_await fuse.printers.change(id, {.address = "127.0.0.3"}));
        EXPECT_TRUE(co_await fuse.printers.add(other));
        co_await fuse.printers.stop();
    });
}

TEST(Printers, CountTheCharactersOfANameAndNotItsBytes) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FuseRig fuse(executor);
        NewPrinter wanted{.address = "127.0.0.1",
                          .serial = "00M00A000000009",
                          .access_code = Secret("12345678"),
                          .ports = {.mqtt = 1}};
        for (int i = 0; i < 100; ++i)
            wanted.name += "😀";
        EXPECT_TRUE(co_await fuse.printers.add(wanted));
        wanted.name = std::string(500, 'x');
        const auto refused = co_await fuse.printers.add(wanted);
        EXPECT_EQ(refused.error().code, Errc::malformed);
        EXPECT_NE(refused.error().detail.find("at most 100 characters; this one has 500"), std::string::npos);
        co_await fuse.printers.stop();
    });
}

// Answers nobody: its queue of connections is full, so that further ones wait for ever.
class Blackhole {
public:
    explicit Blackhole(Executor executor)
        : acceptor_(executor, asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)) {
        acceptor_.listen(0);
        const auto endpoint = acceptor_.local_endpoint();
        for (int i = 0; i < 2; ++i) {
            auto& socket = fillers_.emplace_back(executor, asio::ip::tcp::v4());
            socket.non_blocking(true);
            // Asio's own would wait for the outcome.
            ::connect(socket.native_handle(), endpoint.data(), static_cast<socklen_t>(endpoint.size()));
        }
    }
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

private:
    asio::ip::tcp::acceptor acceptor_;
    std::vector<asio::ip::tcp::socket> fillers_;
};

TEST(Printers, AreNotStarvedByManyThatDoNotAnswer) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig sim(executor, {.files = false});
        co_await start(sim);
        std::list<Blackhole> holes;
        FuseRig fuse(executor);
        std::vector<PrinterConfig> stored;
        for (int i = 0; i < 200; ++i) {
            holes.emplace_back(executor);
            stored.push_back({.printer = {.id = farm::PrinterId(std::to_string(i)),
                                          .name = "Off",
                                          .serial = "00M00A000000009",
                                          .driver = "bambu"},
                              .address = "127.0.0.1",
                              .ports = {.mqtt = holes.back().port()}});
        }
        fuse.printers.load(std::move(stored));
        const auto started = std::chrono::steady_clock::now();
        const auto id = co_await fuse.add(FuseRig::how_to_reach(sim.printer));
        EXPECT_TRUE(co_await fuse.reaches(id, Connection::online));
        EXPECT_LT(std::chrono::steady_clock::now() - started, 3s);
        EXPECT_TRUE(co_await eventually(
            [&] { return fuse.state(farm::PrinterId("7")).connection == Connection::offline; }));
        EXPECT_EQ(fuse.state(farm::PrinterId("7")).problem->code, "timeout");
        co_await fuse.printers.stop();
        co_await sim.printer.stop();
    });
}

TEST(Printers, RefuseWhatCannotBeAPrinter) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FuseRig fuse(executor);
        const NewPrinter good{.name = "Good",
                              .address = "127.0.0.1",
                              .serial = "00M00A000000009",
                              .access_code = Secret("12345678"),
                              .ports = {.mqtt = 1}};
        const std::vector<std::function<void(NewPrinter&)>> spoilers = {
            [](NewPrinter& p) { p.name = ""; },        [](NewPrinter& p) { p.name = "a\nb"; },
            [](NewPrinter& p) { p.address = "host"; }, [](NewPrinter& p) { p.address = "0.0.0.0"; },
            [](NewPrinter& p) { p.serial = "../x"; },  [](NewPrinter& p) { p.access_code = Secret(); },
            [](NewPrinter& p) { p.driver = "other"; },
        };
        for (const auto& spoil : spoilers) {
            auto wanted = good;
            spoil(wanted);
            const auto added = co_await fuse.printers.add(std::move(wanted));
            EXPECT_EQ(added.error().code, Errc::malformed);
        }
        co_await fuse.printers.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::printers
