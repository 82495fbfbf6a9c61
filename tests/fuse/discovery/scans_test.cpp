// Scans of subnets on loopback: simulated printers, and hosts that are none.
#include "fuse/discovery/scans.hpp"

#include "net/tcp/stream.hpp"
#include "net/tls/context.hpp"
#include "net/tls/stream.hpp"
#include "tests/fuse/discovery/rig.hpp"
#include "tests/fuse/printers/kiln.hpp"
#include "tests/net/certificate.hpp"

namespace gantry::fuse::discovery {
namespace {

TEST(Scans, ScansASubnetForWhatShowsAPrintersCertificate) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig first(executor, real("127.33.7.1"));
        sim::Rig second(executor, real("127.33.7.2", "x1c"));
        co_await printers::start(first);
        co_await printers::start(second);
        const net::tcp::Listener silent(executor, "127.33.7.3", 8883);
        Rig rig(executor);
        EXPECT_TRUE(rig.discovery.start_subnet_scan("127.33.7.99/24"));
        EXPECT_EQ(rig.discovery.start_subnet_scan("127.33.7.0/24").error().code, Errc::busy);
        EXPECT_EQ(rig.discovery.start_auto_scan().error().code, Errc::busy);
        EXPECT_TRUE(co_await rig.scan_ends());
        const auto scan = *rig.discovery.view().scan;
        EXPECT_EQ(scan.state, ScanState::finished);
        EXPECT_EQ(scan.subnet, "127.33.7.0/24");
        EXPECT_EQ(scan.total, 254u);
        EXPECT_EQ(scan.probed, 254u);
        EXPECT_EQ(scan.unclear.size(), 1u);
        if (!scan.unclear.empty()) EXPECT_EQ(scan.unclear.front().address, "127.33.7.3");
        const farm::Sighting expected{.driver = "bambu",
                                      .serial = second.printer.serial(),
                                      .address = "127.33.7.2",
                                      .model = "X1 Carbon",
                                      .scanned = true};
        EXPECT_EQ(rig.discovery.view().printers.size(), 2u);
        if (const auto* found = rig.find(second.printer.serial())) EXPECT_EQ(found->seen, expected);
        co_await rig.stop();
        co_await first.printer.stop();
        co_await second.printer.stop();
    });
}

TEST(Scans, LeavesConnectedPrintersAloneAndForgetsTheLastScan) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig sim(executor, real("127.33.8.1"));
        co_await printers::start(sim);
        Rig rig(executor);
        const auto id = co_await rig.fuse.add(FuseRig::how_to_reach(sim.printer));
        EXPECT_TRUE(co_await rig.fuse.reaches(id, farm::Connection::online));
        EXPECT_TRUE(rig.discovery.start_subnet_scan("127.33.8.0/30"));
        EXPECT_TRUE(co_await rig.scan_ends());
        const auto* found = rig.find(sim.printer.serial());
        EXPECT_TRUE(found != nullptr && found->known && found->known->name == "Workshop");
        EXPECT_TRUE(rig.discovery.start_subnet_scan("127.33.9.0/30"));
        EXPECT_TRUE(co_await rig.scan_ends());
        EXPECT_TRUE(rig.discovery.view().printers.empty());
        co_await rig.stop();
        co_await sim.printer.stop();
    });
}

// Scans for kilns, and what they told.
struct KilnScans {
    explicit KilnScans(Executor executor) : scans(std::move(executor), drivers, events()) {}
    static printers::Registry known() {
        printers::Registry registry;
        registry.add(printers::kiln::driver());
        return registry;
    }
    Scans::Events events() {
        return {.search = [] {},
                .subnet_started = [] {},
                .found = [this](farm::Sighting seen) { found.push_back(std::move(seen)); },
                .proven = [this](farm::Sighting seen) { proven.push_back(std::move(seen)); },
                .known_at = [](const std::string&, const Scans::Said&) -> std::optional<farm::Sighting> {
                    return {};
                },
                .changed = [] {}};
    }

    printers::Registry drivers = known();
    std::vector<farm::Sighting> found;
    std::vector<farm::Sighting> proven;
    Scans scans;
};

TEST(Scans, AsksADriverOfItsOwnPortAndSaysWhoTellsNothingWithoutAKey) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        printers::kiln::Printer kiln(executor, {.address = "127.33.11.1", .port = 7777});
        kiln.lets_in_all = true;
        KilnScans hunt(executor);
        auto& scans = hunt.scans;
        const auto& found = hunt.found;
        const auto ended = [&scans] { return scans.last()->state != ScanState::running; };
        EXPECT_TRUE(scans.start_subnet("127.33.11.0/30"));
        EXPECT_TRUE(co_await eventually(ended));
        EXPECT_EQ(found.size(), 1u);
        const std::map<std::string, std::string> expected{{"http_port", "7777"}};
        if (!found.empty()) EXPECT_EQ(found.front().options, expected);
        kiln.lets_in_all = false;
        EXPECT_TRUE(scans.start_subnet("127.33.11.0/30"));
        EXPECT_TRUE(co_await eventually(ended));
        EXPECT_EQ(found.size(), 1u);
        EXPECT_EQ(scans.last()->unclear.size(), 1u);
        if (!scans.last()->unclear.empty())
            EXPECT_TRUE(scans.last()->unclear.front().detail.contains("Kiln Works"));
        co_await scans.cancel();
        co_await kiln.stop();
    });
}

farm::Sighting kiln_at(const std::string& address, const std::string& port) {
    return {.driver = "kiln",
            .serial = printers::kiln::serial,
            .address = address,
            .options = {{"http_port", port}},
            .announced = true};
}

TEST(Scans, ProveWhoSharesAnAddressAtThePortOfEachAndNotAtAnyNumberOfThem) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const std::string address = "127.33.12.1";
        printers::kiln::Printer first(executor, {.address = address});
        printers::kiln::Printer second(executor, {.address = address});
        printers::kiln::Printer ninth(executor, {.address = address});
        printers::kiln::Printer elsewhere(executor, {.address = "127.33.12.2"});
        for (auto* kiln : {&first, &second, &ninth, &elsewhere})
            kiln->lets_in_all = true;
        KilnScans hunt(executor);
        EXPECT_TRUE(hunt.scans.start_listening(20s));
        for (const auto& port : {first.port(), second.port(), first.port()})
            hunt.scans.prove(kiln_at(address, port));
        EXPECT_TRUE(co_await eventually([&] { return hunt.proven.size() == 2; }));
        std::set<std::string> ports;
        for (const auto& one : hunt.proven)
            ports.insert(one.options.at("http_port"));
        EXPECT_EQ(ports, (std::set{first.port(), second.port()}));
        EXPECT_EQ(first.asked, 1) << "once in a scan";
        for (const auto* port : {"1", "2", "3", "4", "5", "6"})
            hunt.scans.prove(kiln_at(address, port));
        hunt.scans.prove(kiln_at(address, ninth.port()));
        hunt.scans.prove(kiln_at("127.33.12.2", elsewhere.port()));
        EXPECT_TRUE(co_await eventually([&] { return hunt.proven.size() == 3; }));
        EXPECT_EQ(hunt.proven.back().address, "127.33.12.2");
        EXPECT_EQ(ninth.asked, 0) << "eight ports of an address are enough";
        co_await hunt.scans.cancel();
        for (auto* kiln : {&first, &second, &ninth, &elsewhere})
            co_await kiln->stop();
    });
}

TEST(Scans, CancelsAScanAndStartsAnother) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor);
        EXPECT_TRUE(rig.discovery.start_subnet_scan("127.34.0.0/16"));
        EXPECT_TRUE(co_await eventually([&] { return rig.discovery.view().scan->probed > 0; }));
        co_await rig.discovery.cancel_scan();
        EXPECT_EQ(rig.discovery.view().scan->state, ScanState::cancelled);
        EXPECT_LT(rig.discovery.view().scan->probed, 65'534u);
        EXPECT_TRUE(rig.discovery.start_subnet_scan("127.34.0.0/30"));
        EXPECT_TRUE(co_await rig.scan_ends());
        EXPECT_EQ(rig.discovery.start_subnet_scan("nonsense").error().code, Errc::malformed);
        EXPECT_EQ(rig.discovery.view().scan->state, ScanState::finished);
        co_await rig.stop();
    });
}

// What each connection to it gets; then it is left open, or closed.
using Manner = std::function<awaitable<void>(net::Stream&)>;

class StrangeHost {
public:
    StrangeHost(Executor executor, const std::string& address, Manner manner)
        : listener_(executor, address, 8883), supervisor_(executor, "test"), manner_(std::move(manner)) {
        supervisor_.run("host", [this]() -> awaitable<void> {
            for (;;) {
                const auto accepted = co_await listener_.accept();
                ++connections;
                try {
                    co_await manner_(*accepted.stream);
                } catch (const SystemError&) {
                    // The scan has lost its patience.
                }
            }
        });
    }
    awaitable<void> stop() { co_await supervisor_.stop(); }
    int connections = 0;

private:
    net::tcp::Listener listener_;
    Supervisor supervisor_;
    Manner manner_;
};

awaitable<void> send_garbage(net::Stream& stream) {
    Bytes hello(4096);  // unread, it would turn our farewell into a reset
    co_await stream.read_some(hello);
    std::string garbage(4096, '\xA5');
    garbage.replace(0, 5, "\x16\x03\x03\x02\x10");  // a handshake record, it says
    co_await stream.write(as_bytes(garbage));
    co_await stream.shutdown();
}

// A server hello without end.
awaitable<void> dribble(net::Stream& stream) {
    const std::string start("\x16\x03\x03\x40\x00\x02\x00\x3F\xFC", 9);
    co_await stream.write(as_bytes(start));
    for (;;) {
        co_await sleep_for(50ms);
        co_await stream.write(as_bytes("x"));
    }
}

TEST(Scans, EndInTimeWhateverTheHostsDo) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig sim(executor, real("127.35.1.9"));
        co_await printers::start(sim);
        StrangeHost garbage(executor, "127.35.1.1", send_garbage);
        StrangeHost slow(executor, "127.35.1.2", dribble);
        const net::tcp::Listener silent(executor, "127.35.1.3", 8883);
        StrangeHost rude(executor, "127.35.1.4", [](net::Stream& stream) { return stream.shutdown(); });
        Rig rig(executor);
        const auto begin = std::chrono::steady_clock::now();
        EXPECT_TRUE(rig.discovery.start_subnet_scan("127.35.1.0/24"));
        EXPECT_TRUE(co_await rig.scan_ends());
        EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
        const auto view = rig.discovery.view();
        EXPECT_EQ(view.scan->state, ScanState::finished);
        EXPECT_EQ(view.printers.size(), 1u);
        std::set<std::string> unclear;
        for (const auto& one : view.scan->unclear)
            unclear.insert(one.address);
        EXPECT_TRUE(unclear.contains("127.35.1.2"));
        EXPECT_TRUE(unclear.contains("127.35.1.3"));
        EXPECT_FALSE(unclear.contains("127.35.1.1")) << "it is certainly no printer";
        EXPECT_GT(garbage.connections, 0);
        EXPECT_GT(rude.connections, 0);
        co_await rig.stop();
        co_await garbage.stop();
        co_await slow.stop();
        co_await rude.stop();
        co_await sim.printer.stop();
    });
}

TEST(Scans, BelieveNoCertificateThatTheMakerDidNotIssue) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const auto certificate = gantry::testing::make_certificate("01P00C000000042");
        net::tls::Listener pretender(
            executor, "127.35.2.1", 8883,
            net::tls::make_server_context(certificate.certificate_pem, certificate.key_pem));
        Supervisor supervisor(executor, "test");
        int shaken = 0;
        supervisor.run("pretender", [&]() -> awaitable<void> {
            for (;;) {
                const auto stream = co_await pretender.accept();
                try {
                    co_await net::tls::handshake(*stream);
                    ++shaken;
                } catch (const SystemError&) {
                    // A probe, which says nothing.
                }
            }
        });
        Rig rig(executor);
        EXPECT_TRUE(rig.discovery.start_subnet_scan("127.35.2.0/29"));
        EXPECT_TRUE(co_await rig.scan_ends());
        EXPECT_GT(shaken, 0);
        EXPECT_TRUE(rig.discovery.view().printers.empty());
        EXPECT_TRUE(rig.discovery.view().scan->unclear.empty());
        co_await rig.stop();
        co_await supervisor.stop();
    });
}

TEST(Scans, RefuseWhatIsNoSubnetByName) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor);
        struct Case {
            std::string subnet;
            Errc code;
            std::string says;
        };
        const std::vector<Case> cases = {
            {"", Errc::malformed, "192.168.0.0/24"},
            {"192.168.0.1", Errc::malformed, "192.168.0.0/24"},
            {"192.168.0.0/33", Errc::malformed, "prefix length"},
            {"10.0.0.0/8", Errc::too_large, "parts of it"},
            {"fe80::/64", Errc::unsupported, "IPv6"},
            {"224.0.0.0/24", Errc::malformed, "no printer"},
            {std::string(500, '1') + "/24", Errc::malformed, "too long"},
        };
        for (const auto& one : cases) {
            const auto refused = rig.discovery.start_subnet_scan(one.subnet);
            EXPECT_EQ(refused.error().code, one.code) << one.subnet;
            EXPECT_NE(refused.error().detail.find(one.says), std::string::npos) << refused.error().detail;
        }
        EXPECT_FALSE(rig.discovery.view().scan);
        co_await rig.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::discovery
