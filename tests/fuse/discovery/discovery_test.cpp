// Discovery with simulated printers on loopback: real announcements, real certificates.
#include "fuse/discovery/discovery.hpp"

#include "sim/announcer.hpp"
#include "tests/fuse/discovery/rig.hpp"
#include "tests/fuse/printers/kiln.hpp"

namespace gantry::fuse::discovery {
namespace {

TEST(Discovery, HearsWhatASimulatedPrinterAnnounces) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor);
        const auto model = sim::find_model("p1s");
        sim::Announcement announcement{.model = *model,
                                       .name = "Shelf 2",
                                       .serial = "01P00A000000042",
                                       .address = "127.33.1.1",
                                       .search_port = rig.port,
                                       .listeners = {rig.port}};
        Supervisor supervisor(executor, "test");
        const auto speaking =
            supervisor.spawn("printer", [announcement] { return sim::announce(announcement); });
        EXPECT_TRUE(rig.discovery.start_auto_scan());
        EXPECT_TRUE(co_await eventually([&] { return rig.find("01P00A000000042") != nullptr; }));
        const farm::Sighting expected{.driver = "bambu",
                                      .serial = "01P00A000000042",
                                      .address = "127.33.1.1",
                                      .model = "P1S",
                                      .name = "Shelf 2",
                                      .firmware = std::string((*model)->firmware),
                                      .mode = farm::NetworkMode::lan_only,
                                      .announced = true};
        if (const auto* found = rig.find("01P00A000000042")) EXPECT_EQ(found->seen, expected);
        EXPECT_TRUE(co_await rig.scan_ends());
        EXPECT_EQ(rig.discovery.view().scan->state, ScanState::finished);
        co_await rig.stop();
    });
}

TEST(Discovery, AsksPrintersThatAreAwayAtTheirAddress) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor);
        udp::socket printer(executor, udp::v4());
        printer.set_option(udp::socket::reuse_address(true));
        printer.bind({asio::ip::make_address("127.33.2.1"), rig.port});
        co_await rig.fuse.add({.name = "Away",
                               .address = "127.33.2.1",
                               .serial = "01P00A000000043",
                               .access_code = Secret("12345678")});
        EXPECT_TRUE(co_await rig.heard("01P00A000000044", "127.33.2.2"));  // it listens
        EXPECT_TRUE(rig.discovery.start_auto_scan());
        EXPECT_TRUE(co_await eventually([&] { return printer.available() > 0; }));
        co_await rig.stop();
    });
}

TEST(Discovery, TellsAPrinterOfOursAndWhereItWasSeen) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor);
        const auto id = co_await rig.fuse.add({.name = "Ours",
                                               .address = "127.33.3.1",
                                               .serial = "01P00A000000045",
                                               .access_code = Secret("12345678")});
        EXPECT_TRUE(co_await rig.heard("01P00A000000045", "127.33.3.44"));
        const Known expected{id, "Ours", "127.33.3.1"};
        EXPECT_EQ(rig.find("01P00A000000045")->known, expected);
        EXPECT_EQ(rig.find("01P00A000000045")->seen.address, "127.33.3.44");
        // A hint changes nothing.
        EXPECT_EQ(rig.fuse.printers.find(id)->config().address, "127.33.3.1");
        EXPECT_TRUE(co_await rig.heard("01P00A000000046", "127.33.3.2"));
        EXPECT_FALSE(rig.find("01P00A000000046")->known);
        co_await rig.stop();
    });
}

TEST(Discovery, ForgetsWhoFellSilentOrSaidGoodbye) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        auto options = quiet(executor);
        options.keep_announced = 1ms;
        options.look_every = 10ms;
        Rig rig(executor, options);
        EXPECT_TRUE(co_await rig.heard("01P00A000000047", "127.33.4.1"));
        EXPECT_TRUE(co_await eventually([&] { return rig.find("01P00A000000047") == nullptr; }));
        co_await rig.stop();
        Rig other(executor);
        EXPECT_TRUE(co_await other.heard("01P00A000000047", "127.33.4.1"));
        other.announce("01P00A000000047", "127.33.4.1", "NTS: ssdp:byebye\r\n");
        EXPECT_TRUE(co_await eventually([&] { return other.find("01P00A000000047") == nullptr; }));
        co_await other.stop();
    });
}

TEST(Discovery, CountsWhatItCannotUnderstandAndStaysBounded) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor);
        EXPECT_TRUE(co_await rig.heard("01P00A000000048", "127.33.5.1"));
        rig.say("garbage");
        rig.announce("no serial", "127.33.5.2");
        rig.say("NOTIFY * HTTP/1.1\r\nNT: upnp:rootdevice\r\nUSN: uuid:x\r\n\r\n");  // not about printers
        EXPECT_TRUE(co_await eventually([&] { return rig.discovery.view().invalid == 2; }));
        std::size_t changes = 0;
        const auto counting = rig.discovery.changed().subscribe([&changes] { ++changes; });
        const auto begin = std::chrono::steady_clock::now();
        for (int i = 0; i < 3000; ++i) {
            rig.announce(fmt::format("01P00F{:09}", i), "127.33.5.3");
            if (i % 100 == 0) co_await sleep_for(1ms);
        }
        EXPECT_LE(rig.discovery.view().printers.size(), 1024u);
        const auto seconds =
            std::chrono::ceil<std::chrono::seconds>(std::chrono::steady_clock::now() - begin).count();
        EXPECT_LE(changes, net::ssdp::Listener::per_second * static_cast<std::size_t>(seconds));
        co_await rig.stop();
    });
}

TEST(Discovery, ProvesWhoIsRealAmongAFloodOfFalseAnnouncements) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig sim(executor, real("127.33.20.1"));
        co_await printers::start(sim);
        auto options = quiet(executor);
        options.listen_for = 20s;
        Rig rig(executor, std::move(options));
        EXPECT_TRUE(co_await rig.heard("01P00C000000001", "192.0.2.1"));
        EXPECT_TRUE(rig.discovery.start_auto_scan());
        for (int i = 0; i < 150; ++i)
            rig.announce("01P00C0000" + std::to_string(10000 + i), "192.0.2." + std::to_string(i));
        const auto serial = sim.printer.serial();
        rig.announce(serial, "127.33.20.1");
        EXPECT_TRUE(co_await eventually([&] { return rig.find(serial) != nullptr; }));
        EXPECT_FALSE(rig.find(serial)->seen.scanned) << "said from elsewhere, it is not asked";
        EXPECT_TRUE(co_await eventually([&] {
            rig.announce_from("127.33.20.1", serial);
            const auto* found = rig.find(serial);
            return found != nullptr && found->seen.scanned;
        })) << "it has shown its certificate";
        const auto view = rig.discovery.view();
        EXPECT_GT(view.printers.size(), 100u);
        EXPECT_EQ(std::ranges::count_if(view.printers, [](const auto& one) { return one.seen.scanned; }), 1);
        co_await rig.discovery.cancel_scan();
        co_await rig.stop();
        co_await sim.printer.stop();
    });
}

TEST(Discovery, AsksAPrinterOfAnotherMakeAtThePortThatItAnnounces) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        printers::kiln::Printer kiln(executor, {.address = "127.33.21.1"});
        kiln.lets_in_all = true;
        auto options = quiet(executor);
        options.listen_for = 20s;
        Rig rig(executor, std::move(options));
        rig.fuse.registry.add(printers::kiln::driver());
        EXPECT_TRUE(rig.discovery.start_auto_scan());
        const auto serial = printers::kiln::serial;
        EXPECT_TRUE(co_await eventually([&] {
            rig.say_from("127.33.21.1", printers::kiln::announcement(kiln.port()));
            const auto* found = rig.find(serial);
            return found != nullptr && found->seen.scanned;
        })) << "it has said who it is";
        const std::map<std::string, std::string> expected{{"http_port", kiln.port()}};
        if (const auto* found = rig.find(serial)) EXPECT_EQ(found->seen.options, expected);
        EXPECT_EQ(kiln.asked, 1);
        co_await rig.discovery.cancel_scan();
        co_await rig.stop();
        co_await kiln.stop();
    });
}

TEST(Discovery, NamesAPortThatIsTakenAndListensWhenItIsFree) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        auto options = quiet(executor);
        options.ports.push_back(0);
        auto other_program =
            std::make_unique<udp::socket>(executor, udp::endpoint(udp::v4(), options.ports.front()));
        Rig rig(executor, options);
        EXPECT_TRUE(
            co_await eventually([&] { return rig.discovery.view().ports.at(0).problem.has_value(); }));
        const auto ports = rig.discovery.view().ports;
        EXPECT_EQ(ports.at(0).problem->code, "busy");
        EXPECT_NE(ports.at(0).problem->detail.find("Scan Custom Subnet"), std::string::npos);
        EXPECT_FALSE(ports.at(1).problem);
        other_program.reset();
        EXPECT_TRUE(co_await rig.heard("01P00A000000049", "127.33.6.1"));
        EXPECT_FALSE(rig.discovery.view().ports.at(0).problem);
        co_await rig.stop();
    });
}

TEST(Discovery, WakesAPrinterThatIsBack) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig sim(executor, {.address = "127.33.10.1", .files = false});
        co_await printers::start(sim);
        // By itself it would be tried again within the hour.
        Rig rig(executor, quiet(executor), {.backoff = {.first = 1h, .longest = 1h}});
        EXPECT_TRUE(co_await sim.printer.apply({sim::FaultKind::printer_off}));
        auto wanted = FuseRig::how_to_reach(sim.printer);
        wanted.serial = sim.printer.serial();
        const auto id = co_await rig.fuse.add(std::move(wanted));
        EXPECT_TRUE(co_await rig.fuse.reaches(id, farm::Connection::offline));
        EXPECT_TRUE(co_await sim.printer.apply({sim::FaultKind::printer_on}));
        EXPECT_TRUE(co_await rig.heard(sim.printer.serial(), "127.33.10.1"));
        EXPECT_TRUE(co_await rig.fuse.reaches(id, farm::Connection::online));
        co_await rig.stop();
        co_await sim.printer.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::discovery
