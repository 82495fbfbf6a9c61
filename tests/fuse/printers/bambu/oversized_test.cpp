// A printer gone mad: what it sends is longer than any message may be.
#include <fstream>

#include "base/within.hpp"
#include "net/mqtt/client.hpp"
#include "sim/servers.hpp"
#include "tests/fuse/printers/rig.hpp"
#include "tests/net/certificate.hpp"

namespace gantry::fuse::printers {
namespace {

constexpr auto serial = "01P00C000000077";
constexpr auto reports = "device/01P00C000000077/report";
constexpr auto sound =
    R"({"print":{"command":"push_status","msg":0,"gcode_state":"IDLE","nozzle_temper":25}})";

// Its broker is real; what it says is the test's.
struct MadPrinter {
    explicit MadPrinter(Executor executor)
        : port(net::tcp::free_port("127.0.0.1")),
          broker(executor, identity(), port),
          mouth(executor, net::tls::accept_any()) {}

    sim::ServerIdentity identity() const {
        const auto certificate = testing::make_certificate(serial);
        std::ofstream(folder.path() + "/certificate.pem") << certificate.certificate_pem;
        std::ofstream(folder.path() + "/key.pem") << certificate.key_pem;
        sim::write_openssl_settings(folder.path());
        return {.folder = folder.path(), .serial = serial, .address = "127.0.0.1"};
    }
    awaitable<void> start() {
        EXPECT_TRUE(co_await broker.start(Secret("12345678")));
        net::mqtt::Options options{.address = broker.brain().address,
                                   .port = broker.brain().port,
                                   .client_id = "mouth",
                                   .username = broker.brain().user,
                                   .password = broker.brain().password};
        EXPECT_TRUE(co_await mouth.connect(std::move(options)));
    }
    // Until Fuse has what the test waits for.
    awaitable<bool> says(std::string payload, std::function<bool()> enough) {
        const auto end = std::chrono::steady_clock::now() + 20s;
        while (!enough() && std::chrono::steady_clock::now() < end) {
            EXPECT_TRUE(mouth.publish(reports, payload, net::mqtt::Delivery::at_most_once));
            std::ignore = co_await within(100ms, mouth.receive());  // what is queued goes out meanwhile
        }
        co_return enough();
    }

    testing::TemporaryFolder folder;
    std::uint16_t port;
    sim::Broker broker;
    net::mqtt::Client mouth;
};

TEST(BambuLink, NamesAMessageThatIsTooLongRecoversAndLeavesOthersAlone) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        sim::Rig sim(executor, {.files = false});
        co_await start(sim);
        MadPrinter mad(executor);
        co_await mad.start();
        FuseRig fuse(executor);
        const auto other = co_await fuse.add(FuseRig::how_to_reach(sim.printer));
        EXPECT_TRUE(co_await fuse.reaches(other, farm::Connection::online));
        const auto id = co_await fuse.add({.name = "Mad",
                                           .address = "127.0.0.1",
                                           .model = "P1S",
                                           .serial = serial,
                                           .access_code = Secret("12345678"),
                                           .ports = {.mqtt = mad.port}});
        const auto is_online = [&] { return fuse.state(id).connection == farm::Connection::online; };
        EXPECT_TRUE(co_await mad.says(sound, is_online));
        const std::string too_long(1024 * 1024 + 1, 'x');
        EXPECT_TRUE(co_await mad.says(too_long, [&] { return !is_online(); }));
        EXPECT_EQ(fuse.state(id).connection, farm::Connection::offline);
        EXPECT_TRUE(fuse.state(id).problem);
        if (const auto& problem = fuse.state(id).problem) {
            EXPECT_EQ(problem->code, "too_large");
            EXPECT_TRUE(problem->detail.contains("more than 1 MB")) << problem->detail;
        }
        EXPECT_TRUE(co_await mad.says(sound, is_online)) << "it is tried again by itself";
        EXPECT_FALSE(fuse.state(id).problem);
        EXPECT_EQ(fuse.state(other).connection, farm::Connection::online);
        EXPECT_EQ(fuse.state(other).reconnects, 0);
        co_await fuse.printers.stop();
        co_await mad.broker.stop();
        co_await sim.printer.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::printers
