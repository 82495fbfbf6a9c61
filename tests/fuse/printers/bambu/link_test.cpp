// The driver against a real broker with a scripted printer behind it: what a simulated one never does.
#include <gtest/gtest.h>

#include <fstream>

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

TEST(BambuLink, AsksAgainWhenDeltasComeBeforeTheFullReport) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        ScriptedPrinter printer(executor);
        co_await printer.start();
        FuseRig fuse(executor, {.push_all_again = 1ms});
        const auto id = co_await fuse.add(printer.how_to_reach());
        EXPECT_EQ(co_await printer.next(), "pushall");
        EXPECT_EQ(co_await printer.next(), "get_version");
        printer.report(R"({"print":{"command":"push_status","msg":1,"bed_temper":21}})");
        EXPECT_EQ(co_await printer.next(), "pushall");
        EXPECT_EQ(fuse.state(id).connection, farm::Connection::connecting);
        printer.report(full);
        EXPECT_TRUE(co_await fuse.reaches(id, farm::Connection::online));
        EXPECT_EQ(fuse.state(id).bed.actual_c, 20);
        co_await fuse.printers.stop();
        co_await printer.stop();
    });
}

TEST(BambuLink, AsksAgainWhenThePrinterDidNotListenYet) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        ScriptedPrinter printer(executor);
        co_await printer.start();
        FuseRig fuse(executor, {.first_answer = 200ms});
        const auto id = co_await fuse.add(printer.how_to_reach());
        EXPECT_EQ(co_await printer.next(), "pushall");
        EXPECT_EQ(co_await printer.next(), "get_version");
        EXPECT_EQ(co_await printer.next(), "pushall");
        printer.report(full);
        EXPECT_TRUE(co_await fuse.reaches(id, farm::Connection::online));
        co_await fuse.printers.stop();
        co_await printer.stop();
    });
}

TEST(BambuLink, AsksAgainWhenThePrinterAnsweredOnlyWhatCameLater) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        ScriptedPrinter printer(executor);
        co_await printer.start();
        FuseRig fuse(executor, {.first_answer = 200ms});
        const auto id = co_await fuse.add(printer.how_to_reach());
        EXPECT_EQ(co_await printer.next(), "pushall");
        EXPECT_EQ(co_await printer.next(), "get_version");
        printer.report(
            R"({"info":{"command":"get_version","module":[{"name":"ota","sw_ver":"01.08.00.00"}]}})");
        EXPECT_EQ(co_await printer.next(), "pushall");
        printer.report(full);
        EXPECT_TRUE(co_await fuse.reaches(id, farm::Connection::online));
        co_await fuse.printers.stop();
        co_await printer.stop();
    });
}

TEST(BambuLink, WakesASilentPrinterAndThenConnectsAnew) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        ScriptedPrinter printer(executor);
        co_await printer.start();
        FuseRig fuse(executor, short_limits());
        const auto id = co_await fuse.add(printer.how_to_reach());
        EXPECT_EQ(co_await printer.next(), "pushall");
        printer.report(full);
        EXPECT_EQ(co_await printer.next(), "get_version");
        EXPECT_EQ(co_await printer.next(), "start");
        EXPECT_EQ(fuse.state(id).connection, farm::Connection::stale);
        EXPECT_EQ(co_await printer.next(), "pushall") << "of the second connection";
        printer.report(full);
        EXPECT_TRUE(co_await fuse.reaches(id, farm::Connection::online));
        EXPECT_EQ(fuse.state(id).reconnects, 1);
        co_await fuse.printers.stop();
        co_await printer.stop();
    });
}

TEST(BambuLink, DoesNotBelieveAnAcknowledgementWithoutEffect) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        ScriptedPrinter printer(executor);
        co_await printer.start();
        auto limits = short_limits();
        limits.silence = 60s;
        limits.effect = 200ms;
        FuseRig fuse(executor, limits);
        const auto id = co_await fuse.add(printer.how_to_reach());
        EXPECT_EQ(co_await printer.next(), "pushall");
        printer.report(full);
        EXPECT_TRUE(co_await fuse.reaches(id, farm::Connection::online));
        const auto done = co_await fuse.printers.command(id, Action::light_on);
        EXPECT_EQ(done.error().code, Errc::timeout);
        printer.report(R"({"print":{"msg":1,"hms":[{"attr":83887360,"code":65543}]}})");
        EXPECT_TRUE(co_await eventually([&] { return !fuse.state(id).faults.empty(); }));
        EXPECT_EQ((co_await fuse.printers.command(id, Action::light_on)).error().code, Errc::rejected);
        co_await fuse.printers.stop();
        co_await printer.stop();
    });
}

// {"print":{"command":"pause","sequence_id":"30002",…}} as the printer answers it.
std::string echo(const std::string& command, int sequence, const std::string& more) {
    return fmt::format(R"({{"print":{{"command":"{}","sequence_id":"{}",{}}}}})", command, sequence, more);
}

constexpr auto running =
    R"({"print":{"command":"push_status","msg":0,"gcode_state":"RUNNING","spd_lvl":2,"bed_temper":20}})";

TEST(BambuLink, CarriesOutOneCommandAfterTheOther) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        ScriptedPrinter printer(executor);
        co_await printer.start();
        auto limits = short_limits();
        limits.silence = 60s;
        FuseRig fuse(executor, limits);
        const auto id = co_await fuse.add(printer.how_to_reach());
        EXPECT_EQ(co_await printer.next(), "pushall");
        EXPECT_EQ(co_await printer.next(), "get_version");
        printer.report(running);
        EXPECT_TRUE(co_await fuse.reaches(id, farm::Connection::online));
        Supervisor supervisor(executor, "test");
        std::vector<Result<>> outcomes;
        for (const auto action : {Action::speed_sport, Action::pause})
            supervisor.run("command", [&fuse, &outcomes, id, action]() -> awaitable<void> {
                outcomes.push_back(co_await fuse.printers.command(id, action));
            });
        EXPECT_EQ(co_await printer.next(), "print_speed");
        printer.report(echo("pause", 30002, R"("result":"fail","reason":"somebody else's")"));
        printer.report(echo("print_speed", 30002, R"("result":"success")"));
        printer.report(R"({"print":{"msg":1,"spd_lvl":3}})");
        EXPECT_EQ(co_await printer.next(), "pause");
        printer.report(echo("pause", 30003, R"("result":"success","err_code":83902468)"));
        EXPECT_TRUE(co_await eventually([&] { return outcomes.size() == 2; }));
        EXPECT_TRUE(outcomes[0]);
        EXPECT_EQ(outcomes[1].error().code, Errc::rejected);
        EXPECT_EQ(outcomes[1].error().detail,
                  "the printer refuses: The printer is busy and cannot start a new print (0500_4004)");
        co_await fuse.printers.stop();
        co_await printer.stop();
    });
}

TEST(BambuLink, GivesThePrintersOwnReason) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        ScriptedPrinter printer(executor);
        co_await printer.start();
        auto limits = short_limits();
        limits.silence = 60s;
        limits.effect = 300ms;
        FuseRig fuse(executor, limits);
        const auto id = co_await fuse.add(printer.how_to_reach());
        EXPECT_EQ(co_await printer.next(), "pushall");
        EXPECT_EQ(co_await printer.next(), "get_version");
        printer.report(running);
        EXPECT_TRUE(co_await fuse.reaches(id, farm::Connection::online));
        Supervisor supervisor(executor, "test");
        std::optional<Result<>> outcome;
        supervisor.run("command", [&]() -> awaitable<void> {
            outcome = co_await fuse.printers.command(id, Action::stop);
        });
        EXPECT_EQ(co_await printer.next(), "stop");
        printer.report(echo("stop", 30002, R"("result":"FAIL","reason":"door is open")"));
        EXPECT_TRUE(co_await eventually([&] { return outcome.has_value(); }));
        EXPECT_EQ(outcome->error().detail, "the printer refuses: door is open");
        const auto silent = co_await fuse.printers.command(id, Action::stop);
        EXPECT_EQ(silent.error().detail, "the printer does not answer the command");
        co_await fuse.printers.stop();
        co_await printer.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::printers
