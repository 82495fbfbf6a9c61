// The driver against a real broker with a scripted printer behind it: what a simulated one never does.
#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "net/tcp/listening.hpp"
#include "tests/fuse/printers/rig.hpp"

namespace gantry::fuse::printers {
namespace {

constexpr auto serial = "01P00A000000001";

// Answers the nth request of a kind with what the script says.
class ScriptedPrinter {
public:
    explicit ScriptedPrinter(Executor executor)
        : executor_(executor),
          port_(net::tcp::free_port(address_)),
          broker_(executor, identity(), port_),
          client_(executor, net::tls::expect(serial, {})) {}

    awaitable<void> start() {
        if (auto started = co_await broker_.start(Secret("12345678")); !started)
            throw std::runtime_error(started.error().detail);
        const auto& brain = broker_.brain();
        net::mqtt::Options options{.address = brain.address,
                                   .port = brain.port,
                                   .client_id = "brain",
                                   .username = brain.user,
                                   .password = brain.password};
        auto connected = co_await client_.connect(std::move(options));
        if (connected)
            connected = co_await client_.subscribe(topic("request"), net::mqtt::Delivery::at_least_once);
        if (!connected) throw std::runtime_error(connected.error().detail);
    }

    // The next request's command.
    awaitable<std::string> next() {
        auto message = co_await within(10s, client_.receive());
        if (!message) throw std::runtime_error(message.error().detail);
        const auto parsed = parse_json(message->payload);
        const auto& body = parsed->get_object().begin()->value().get_object();
        co_return std::string(body.at("command").get_string());
    }

    void report(const std::string& text) {
        EXPECT_TRUE(client_.publish(topic("report"), text, net::mqtt::Delivery::at_least_once));
    }

    awaitable<void> stop() { co_await broker_.stop(); }

    NewPrinter how_to_reach() const {
        return {.name = "Scripted",
                .address = address_,
                .serial = serial,
                .access_code = Secret("12345678"),
                .ports = {.mqtt = port_}};
    }

private:
    sim::ServerIdentity identity() {
        const auto certificate = sim::test_authority().issue(serial, sim::X509Version::v1);
        std::ofstream(folder_.path() + "/certificate.pem") << certificate.chain_pem;
        std::ofstream(folder_.path() + "/key.pem") << certificate.private_key_pem;
        sim::write_openssl_settings(folder_.path());
        return {.folder = folder_.path(), .serial = serial, .address = address_};
    }
    static std::string topic(const std::string& direction) {
        return std::string("device/") + serial + "/" + direction;
    }

    sim::TemporaryFolder folder_;
    Executor executor_;
    const std::string address_ = testing::own_address();
    std::uint16_t port_;
    sim::Broker broker_;
    net::mqtt::Client client_;
};

constexpr auto full = R"({"print":{"command":"push_status","msg":0,"gcode_state":"IDLE","bed_temper":20}})";
constexpr auto running =
    R"({"print":{"command":"push_status","msg":0,"gcode_state":"RUNNING","spd_lvl":2,"bed_temper":20}})";

// A scripted printer, and a Fuse that connects to it: what it asks first is there to be read.
struct Scene {
    Scene(Executor executor, ScriptedPrinter& scripted, bambu::Limits limits)
        : printer(scripted), fuse(std::move(executor), limits) {}

    awaitable<bool> reaches(farm::Connection connection) { return fuse.reaches(id, connection); }
    const farm::PrinterState& state() const { return fuse.state(id); }
    awaitable<Result<>> command(Action action) { return fuse.printers.command(id, action); }
    awaitable<void> expect(std::vector<std::string> commands) {
        for (const auto& command : commands)
            EXPECT_EQ(co_await printer.next(), command);
    }
    // It answers what a connection begins with.
    awaitable<void> connects(std::string report) {
        co_await expect({"pushall", "get_version"});
        printer.report(report);
        EXPECT_TRUE(co_await reaches(farm::Connection::online));
    }

    ScriptedPrinter& printer;
    FuseRig fuse;
    farm::PrinterId id;
};

void with_scene(bambu::Limits limits, std::function<awaitable<void>(Scene&)> test) {
    run_coroutine([&](Executor executor) -> awaitable<void> {
        ScriptedPrinter printer(executor);
        co_await printer.start();
        Scene scene(executor, printer, limits);
        scene.id = co_await scene.fuse.add(printer.how_to_reach());
        co_await test(scene);
        co_await scene.fuse.printers.stop();
        co_await printer.stop();
    });
}

// Of commands, with a printer that is not taken for silent meanwhile.
bambu::Limits limits_with(std::chrono::milliseconds effect) {
    auto limits = short_limits();
    limits.silence = 60s;
    limits.effect = effect;
    return limits;
}

TEST(BambuLink, AsksAgainWhenDeltasComeBeforeTheFullReport) {
    with_scene({.push_all_again = 1ms}, [](Scene& scene) -> awaitable<void> {
        co_await scene.expect({"pushall", "get_version"});
        scene.printer.report(R"({"print":{"command":"push_status","msg":1,"bed_temper":21}})");
        co_await scene.expect({"pushall"});
        EXPECT_EQ(scene.state().connection, farm::Connection::connecting);
        scene.printer.report(full);
        EXPECT_TRUE(co_await scene.reaches(farm::Connection::online));
        EXPECT_EQ(scene.state().bed.actual_c, 20);
    });
}

TEST(BambuLink, AsksAgainWhenThePrinterDidNotListenYet) {
    with_scene({.first_answer = 200ms}, [](Scene& scene) -> awaitable<void> {
        co_await scene.expect({"pushall", "get_version", "pushall"});
        scene.printer.report(full);
        EXPECT_TRUE(co_await scene.reaches(farm::Connection::online));
    });
}

TEST(BambuLink, AsksAgainWhenThePrinterAnsweredOnlyWhatCameLater) {
    with_scene({.first_answer = 200ms}, [](Scene& scene) -> awaitable<void> {
        co_await scene.expect({"pushall", "get_version"});
        scene.printer.report(
            R"({"info":{"command":"get_version","module":[{"name":"ota","sw_ver":"01.08.00.00"}]}})");
        co_await scene.expect({"pushall"});
        scene.printer.report(full);
        EXPECT_TRUE(co_await scene.reaches(farm::Connection::online));
    });
}

TEST(BambuLink, WakesASilentPrinterAndThenConnectsAnew) {
    with_scene(short_limits(), [](Scene& scene) -> awaitable<void> {
        co_await scene.expect({"pushall"});
        scene.printer.report(full);
        co_await scene.expect({"get_version", "start"});
        EXPECT_EQ(scene.state().connection, farm::Connection::stale);
        EXPECT_EQ(co_await scene.printer.next(), "pushall") << "of the second connection";
        scene.printer.report(full);
        EXPECT_TRUE(co_await scene.reaches(farm::Connection::online));
        EXPECT_EQ(scene.state().reconnects, 1);
    });
}

TEST(BambuLink, DoesNotBelieveAnAcknowledgementWithoutEffect) {
    with_scene(limits_with(200ms), [](Scene& scene) -> awaitable<void> {
        co_await scene.connects(full);
        const auto done = co_await scene.command(Action::light_on);
        EXPECT_EQ(done.error().code, Errc::timeout);
        scene.printer.report(R"({"print":{"msg":1,"hms":[{"attr":83887360,"code":65543}]}})");
        EXPECT_TRUE(co_await eventually([&] { return !scene.state().faults.empty(); }));
        EXPECT_EQ((co_await scene.command(Action::light_on)).error().code, Errc::rejected);
    });
}

// {"print":{"command":"pause","sequence_id":"30002",…}} as the printer answers it.
std::string echo(const std::string& command, int sequence, const std::string& more) {
    return fmt::format(R"({{"print":{{"command":"{}","sequence_id":"{}",{}}}}})", command, sequence, more);
}

TEST(BambuLink, CarriesOutOneCommandAfterTheOther) {
    with_scene(limits_with(3s), [](Scene& scene) -> awaitable<void> {
        co_await scene.connects(running);
        auto& printer = scene.printer;
        Supervisor supervisor(co_await asio::this_coro::executor, "test");
        std::vector<Result<>> outcomes;
        for (const auto action : {Action::speed_sport, Action::pause})
            supervisor.run("command", [&scene, &outcomes, action]() -> awaitable<void> {
                outcomes.push_back(co_await scene.command(action));
            });
        co_await scene.expect({"print_speed"});
        printer.report(echo("pause", 30002, R"("result":"fail","reason":"somebody else's")"));
        printer.report(echo("print_speed", 30002, R"("result":"success")"));
        printer.report(R"({"print":{"msg":1,"spd_lvl":3}})");
        co_await scene.expect({"pause"});
        printer.report(echo("pause", 30003, R"("result":"success","err_code":83902468)"));
        EXPECT_TRUE(co_await eventually([&] { return outcomes.size() == 2; }));
        EXPECT_TRUE(outcomes[0]);
        EXPECT_EQ(outcomes[1].error().code, Errc::rejected);
        EXPECT_EQ(outcomes[1].error().detail,
                  "the printer refuses: The printer is busy and cannot start a new print (0500_4004)");
    });
}

TEST(BambuLink, GivesThePrintersOwnReason) {
    with_scene(limits_with(300ms), [](Scene& scene) -> awaitable<void> {
        co_await scene.connects(running);
        Supervisor supervisor(co_await asio::this_coro::executor, "test");
        std::optional<Result<>> outcome;
        supervisor.run("command",
                       [&]() -> awaitable<void> { outcome = co_await scene.command(Action::stop); });
        co_await scene.expect({"stop"});
        scene.printer.report(echo("stop", 30002, R"("result":"FAIL","reason":"door is open")"));
        EXPECT_TRUE(co_await eventually([&] { return outcome.has_value(); }));
        EXPECT_EQ(outcome->error().detail, "the printer refuses: door is open");
        const auto silent = co_await scene.command(Action::stop);
        EXPECT_EQ(silent.error().detail, "the printer does not answer the command");
    });
}

}  // namespace
}  // namespace gantry::fuse::printers
