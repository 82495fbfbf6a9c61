// `gantry doctor` as a process of its own, against simulated printers with real servers.
#include <gtest/gtest.h>
#include <unistd.h>

#include "bambu/camera/framing.hpp"
#include "base/json.hpp"
#include "net/tcp/stream.hpp"
#include "net/tls/stream.hpp"
#include "sim/bambu_cloud/bambu_cloud.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/cli/command.hpp"
#include "tests/net/turn_server.hpp"
#include "tests/sim/rig.hpp"

namespace gantry::cli {
namespace {

using sim::FaultKind;
using sim::Rig;

struct Outcome {
    bool well = false;  // the exit status
    std::string text;
    json::value document;

    std::string cause(std::string_view step) const {
        for (const auto& known : document.at("steps").as_array())
            if (known.at("id").as_string() == step) return std::string(known.at("cause").as_string());
        return "no such step";
    }
    std::string state(std::string_view step) const {
        for (const auto& known : document.at("steps").as_array())
            if (known.at("id").as_string() == step) return std::string(known.at("state").as_string());
        return "no such step";
    }
};

std::vector<std::string> arguments_for(const Rig& rig, const std::string& code) {
    const auto& ports = rig.printer.ports();
    return {"doctor",
            "--printer",
            rig.printer.address(),
            "--code",
            code,
            "--mqtt-port",
            std::to_string(ports.mqtt),
            "--ftps-port",
            std::to_string(ports.ftps == 0 ? 1 : ports.ftps),
            "--camera-port",
            std::to_string(ports.camera),
            "--listen-seconds",
            "1"};
}

awaitable<Outcome> examine(const Rig& rig, std::vector<std::string> more = {},
                           std::string code = "12345678") {
    const Command command;
    auto arguments = arguments_for(rig, code);
    arguments.push_back("--json");
    arguments.insert(arguments.end(), more.begin(), more.end());
    auto program = command.program(std::move(arguments), "out");
    Outcome outcome;
    const auto ended = co_await run_to_end(std::move(program));
    outcome.well = ended.has_value();
    outcome.text = command.read("out");
    auto document = parse_json(outcome.text);
    if (!document) throw std::runtime_error(outcome.text);
    outcome.document = *document;
    co_return outcome;
}

// Where no picture comes.
const std::vector<std::string> impatient = {"--picture-seconds", "2"};

sim::PrinterSpec spec(std::string model) {
    return {.model = std::move(model), .files = false};
}

TEST(DoctorCommand, FindsNothingWrongWithAHealthyPrinter) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        for (const auto* model : {"p1s", "x1c"}) {
            Rig rig(executor, {.model = model});
            EXPECT_TRUE(co_await rig.printer.start());
            const auto outcome = co_await examine(rig);
            EXPECT_TRUE(outcome.well) << outcome.text;
            for (const auto* step : {"mqtt_port", "certificate", "access_code", "camera_port", "camera"})
                EXPECT_EQ(outcome.state(step), "passed") << model << outcome.text;
            EXPECT_EQ(outcome.cause("announcement"), "not_heard");
            if (rig.printer.files_missing().empty())
                EXPECT_EQ(outcome.state("storage"), "passed") << outcome.text;
            co_await rig.printer.stop();
        }
    });
}

// Takes the file server's only place: it waits for our hello then, and closes at once while another has it,
// as whoever looked whether it listens may have for a moment.
awaitable<std::unique_ptr<net::Stream>> occupy_file_server(const Rig& rig) {
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (std::chrono::steady_clock::now() < end) {
        auto other = co_await net::tcp::connect(rig.printer.address(), rig.printer.ports().ftps, 2s);
        if (!other) continue;
        std::array<std::byte, 64> refusal{};
        try {
            co_await within(500ms, (*other)->read_some(refusal));
        } catch (const SystemError& error) {
            if (error.code() == asio::error::timed_out) co_return std::move(*other);
        }
    }
    co_return nullptr;
}

TEST(DoctorCommand, NamesAFileServerThatAnotherProgramHolds) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.model = "p1s"});
        EXPECT_TRUE(co_await rig.printer.start());
        // vsftpd checks logins as root only (src/sim/file_store.hpp).
        if (geteuid() != 0) co_return co_await rig.printer.stop();
        const auto other = co_await occupy_file_server(rig);
        EXPECT_TRUE(other);
        if (!other) co_return co_await rig.printer.stop();
        const auto outcome = co_await examine(rig);
        EXPECT_EQ(outcome.cause("storage"), "files_busy") << outcome.text;
        other->close();
        const auto after = co_await examine(rig);
        EXPECT_EQ(after.state("storage"), "passed") << after.text;
        co_await rig.printer.stop();
    });
}

TEST(DoctorCommand, NamesAWrongCodeAndWhatToDo) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, spec("p1s"));
        EXPECT_TRUE(co_await rig.printer.start());
        const auto outcome = co_await examine(rig, {}, "87654321");
        EXPECT_FALSE(outcome.well);
        EXPECT_EQ(outcome.cause("access_code"), "wrong_code") << outcome.text;
        EXPECT_NE(outcome.text.find("Verify the 8-digit access code"), std::string::npos);
        EXPECT_EQ(outcome.state("camera"), "skipped");
        EXPECT_EQ(outcome.text.find("87654321"), std::string::npos);

        const Command people;
        auto program = people.program(arguments_for(rig, "87654321"), "out");
        EXPECT_FALSE(co_await run_to_end(std::move(program)));
        const auto text = people.read("out");
        EXPECT_NE(text.find("✗ Access code"), std::string::npos) << text;
        EXPECT_NE(text.find("    → Verify the 8-digit access code"), std::string::npos) << text;
        co_await rig.printer.stop();
    });
}

TEST(DoctorCommand, NamesAPrinterThatIsOff) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, spec("a1"));
        EXPECT_TRUE(co_await rig.printer.start());
        co_await rig.printer.stop();
        const auto outcome = co_await examine(rig);
        EXPECT_EQ(outcome.cause("mqtt_port"), "connection_refused") << outcome.text;
        EXPECT_EQ(outcome.state("camera_port"), "skipped");
    });
}

TEST(DoctorCommand, NamesAnotherPrinterAtTheAddress) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, spec("p1s"));
        EXPECT_TRUE(co_await rig.printer.start());
        const auto outcome = co_await examine(rig, {"--serial", "01P00A000000077"});
        EXPECT_EQ(outcome.cause("certificate"), "other_printer") << outcome.text;
        EXPECT_EQ(outcome.state("access_code"), "skipped");
        co_await rig.printer.stop();
    });
}

TEST(DoctorCommand, NamesDeveloperModeThatIsOff) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        auto wanted = spec("x1c");
        wanted.developer_mode = false;
        Rig rig(executor, std::move(wanted));
        EXPECT_TRUE(co_await rig.printer.start());
        const auto outcome = co_await examine(rig);
        EXPECT_EQ(outcome.cause("developer_mode"), "developer_mode_off") << outcome.text;
        EXPECT_EQ(outcome.state("camera"), "passed");
        co_await rig.printer.stop();
    });
}

TEST(DoctorCommand, NamesACameraThatIsOffOrStuck) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig jpeg(executor, spec("p1s"));
        Rig video(executor, spec("x1c"));
        EXPECT_TRUE(co_await jpeg.printer.start());
        EXPECT_TRUE(co_await video.printer.start());
        for (const auto fault : {FaultKind::camera_off, FaultKind::camera_stuck}) {
            const sim::Fault wrong{.kind = fault};
            EXPECT_TRUE(co_await jpeg.printer.apply(wrong));
            const auto outcome = co_await examine(jpeg, impatient);
            EXPECT_EQ(outcome.cause("camera"), "no_frames") << outcome.text;
            const sim::Fault clear{.kind = FaultKind::clear};
            EXPECT_TRUE(co_await jpeg.printer.apply(clear));
        }
        const sim::Fault off{.kind = FaultKind::camera_off};
        EXPECT_TRUE(co_await video.printer.apply(off));
        const auto outcome = co_await examine(video);
        EXPECT_EQ(outcome.cause("camera_port"), "camera_port_refused") << outcome.text;
        co_await jpeg.printer.stop();
        co_await video.printer.stop();
    });
}

// Somebody else who watches the JPEG camera.
awaitable<std::unique_ptr<net::Stream>> watch_first(const Rig& rig) {
    auto target = rig.camera();
    auto connected = co_await net::tls::connect(std::move(target), rig.verify());
    if (!connected) throw std::runtime_error(connected.error().detail);
    const auto login = *bambu::camera::authentication_packet(Secret("12345678"));
    co_await connected->stream->write(login);
    std::array<std::byte, 16> first;
    co_await net::read_exactly(*connected->stream, first);
    co_return std::move(connected->stream);
}

TEST(DoctorCommand, NamesACameraThatAnotherProgramHolds) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, spec("p1s"));
        EXPECT_TRUE(co_await rig.printer.start());
        const auto other = co_await watch_first(rig);
        sim::Fault second{.kind = FaultKind::second_camera_client,
                          .second_client = sim::camera::SecondClient::refuse};
        EXPECT_TRUE(co_await rig.printer.apply(second));
        const auto refused = co_await examine(rig);
        EXPECT_EQ(refused.cause("camera"), "camera_refused") << refused.text;
        second.second_client = sim::camera::SecondClient::silence;
        EXPECT_TRUE(co_await rig.printer.apply(second));
        const auto silent = co_await examine(rig, impatient);
        EXPECT_EQ(silent.cause("camera"), "no_frames") << silent.text;
        EXPECT_NE(silent.text.find("Close other programs that watch it"), std::string::npos);
        co_await rig.printer.stop();
    });
}

TEST(DoctorCommand, NamesACameraThatSendsFewPictures) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        auto crawling = spec("p1s");
        crawling.frame_rate = 0.2;
        Rig rig(executor, std::move(crawling));
        EXPECT_TRUE(co_await rig.printer.start());
        const auto outcome = co_await examine(rig);
        EXPECT_EQ(outcome.cause("camera"), "few_frames") << outcome.text;
        EXPECT_NE(outcome.text.find("The network is congested, or the printer’s Wi-Fi signal is weak"),
                  std::string::npos);
        co_await rig.printer.stop();
    });
}

// A printer, and the maker's cloud that knows it, with one right token.
struct RemoteView {
    explicit RemoteView(const Executor& executor)
        : rig(executor, spec("p1s")),
          cloud(executor, {.token = Secret("right"), .serials = {rig.printer.serial()}}),
          supervisor(executor, "test") {
        serving = supervisor.spawn("cloud", [this] { return cloud.run(); });
    }
    std::vector<std::string> options(const std::string& token) const {
        const auto file = rig.folder.path() + "/token";
        write_private_file(file, token + "\n");
        return {"--bambu-token-file", file, "--bambu-url", cloud.url()};
    }
    awaitable<void> stop() {
        serving.cancel();
        co_await serving.join();
        co_await rig.printer.stop();
    }

    Rig rig;
    sim::BambuCloud cloud;
    Supervisor supervisor;
    Task serving;
};

TEST(DoctorCommand, NamesABambuTokenThatHasExpired) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        RemoteView view(executor);
        EXPECT_TRUE(co_await view.rig.printer.start());
        const auto right = co_await examine(view.rig, view.options("right"));
        EXPECT_EQ(right.state("ttcode"), "passed") << right.text;
        EXPECT_NE(right.text.find("If its remote view is choppy, use the local stream instead"),
                  std::string::npos);
        EXPECT_EQ(right.text.find("authkey"), std::string::npos);
        const auto stale = co_await examine(view.rig, view.options("stale"));
        EXPECT_FALSE(stale.well);
        EXPECT_EQ(stale.cause("ttcode"), "token_expired") << stale.text;
        EXPECT_NE(stale.text.find("may be expired"), std::string::npos);
        EXPECT_NE(stale.text.find("Get a new one"), std::string::npos);
        co_await view.stop();
    });
}

TEST(DoctorCommand, NamesACameraThatBambusAppsShowNothingOfEither) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        RemoteView view(executor);
        EXPECT_TRUE(co_await view.rig.printer.start());
        const sim::Fault off{.kind = FaultKind::camera_off};
        EXPECT_TRUE(co_await view.rig.printer.apply(off));
        auto options = view.options("right");
        options.insert(options.end(), impatient.begin(), impatient.end());
        const auto outcome = co_await examine(view.rig, std::move(options));
        EXPECT_EQ(outcome.cause("camera"), "no_frames") << outcome.text;
        EXPECT_EQ(outcome.state("ttcode"), "passed");
        EXPECT_NE(outcome.text.find("Bambu’s apps show no video either"), std::string::npos);
        co_await view.stop();
    });
}

TEST(DoctorCommand, NamesANetworkThatBlocksUdp) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, spec("p1s"));
        EXPECT_TRUE(co_await rig.printer.start());
        const gantry::testing::TurnServer server;
        EXPECT_TRUE(server.ready());
        const auto address = fmt::format("127.0.0.1:{}", server.port());
        const auto open = co_await examine(rig, {"--stun", address});
        EXPECT_EQ(open.state("udp"), "passed") << open.text;
        server.pause();
        const auto blocked = co_await examine(rig, {"--stun", address});
        server.resume();
        EXPECT_EQ(blocked.cause("udp"), "udp_blocked") << blocked.text;
        EXPECT_NE(blocked.text.find("A firewall may block UDP P2P"), std::string::npos);
        co_await rig.printer.stop();
    });
}

TEST(DoctorCommand, KnowsWhetherATurnServerRelays) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, spec("p1s"));
        EXPECT_TRUE(co_await rig.printer.start());
        const gantry::testing::TurnServer server;
        EXPECT_TRUE(server.ready());
        const auto password = (rig.folder / "turn-password").string();
        std::vector<std::string> turn = {"--turn",
                                         fmt::format("127.0.0.1:{}", server.port()),
                                         "--turn-username",
                                         "viewer",
                                         "--turn-password-file",
                                         password};
        write_private_file(password, "secret\n");
        const auto well = co_await examine(rig, turn);
        EXPECT_EQ(well.state("turn"), "passed") << well.text;
        write_private_file(password, "another\n");
        const auto refused = co_await examine(rig, turn);
        EXPECT_EQ(refused.cause("turn"), "turn_refused") << refused.text;
        EXPECT_FALSE(refused.well);
        co_await rig.printer.stop();
    });
}

TEST(DoctorCommand, KnowsACloudThatDoesNotAnswer) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, spec("p1s"));
        EXPECT_TRUE(co_await rig.printer.start());
        const auto outcome = co_await examine(rig, {"--cloud", "http://127.0.0.1:1"});
        EXPECT_EQ(outcome.cause("cloud"), "cloud_unreachable") << outcome.text;
        co_await rig.printer.stop();
    });
}

TEST(DoctorCommand, SaysThatNoFuseRuns) {
    run_coroutine([](Executor) -> awaitable<void> {
        const Command command;
        auto program = command.program({"doctor", "--data", "/nowhere", "--json"}, "out");
        EXPECT_FALSE(co_await run_to_end(std::move(program)));
        EXPECT_NE(command.read("out").find("fuse_not_running"), std::string::npos) << command.read("out");
        auto without_code = command.program({"doctor", "--printer", "127.0.0.1"}, "code");
        EXPECT_FALSE(co_await run_to_end(std::move(without_code)));
        EXPECT_NE(command.read("code").find("--printer needs --code"), std::string::npos);
    });
}

}  // namespace
}  // namespace gantry::cli
