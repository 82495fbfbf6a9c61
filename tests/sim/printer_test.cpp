// The real clients against the real servers of a simulated printer.
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/private_file.hpp"
#include "sim/announcer.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/sim/rig.hpp"

namespace gantry::sim {
namespace {

struct Watcher {
    Watcher(const Executor& executor, const Rig& rig, std::string code = "12345678")
        : serial(rig.printer.serial()), client(executor, rig.verify()) {
        options = {.address = rig.printer.address(),
                   .port = rig.printer.ports().mqtt,
                   .server_name = serial,
                   .client_id = random_id(),
                   .username = "bblp",
                   .password = Secret(std::move(code))};
    }

    awaitable<void> connect() {
        const auto connected = co_await client.connect(options);
        if (!connected) throw std::runtime_error(connected.error().detail);
        const auto subscribed =
            co_await client.subscribe("device/" + serial + "/report", net::mqtt::Delivery::at_most_once);
        if (!subscribed) throw std::runtime_error(subscribed.error().detail);
    }

    void send(std::string_view text) {
        EXPECT_TRUE(
            client.publish("device/" + serial + "/request", text, net::mqtt::Delivery::at_least_once));
    }

    // The next report whose `print` has this member.
    awaitable<json::object> next_with(std::string member) {
        for (;;) {
            auto message = co_await within(10s, client.receive());
            if (!message) throw std::runtime_error(message.error().detail);
            const auto parsed = parse_json(message->payload);
            const auto* print = parsed->get_object().if_contains("print");
            if (print != nullptr && print->get_object().contains(member)) co_return print->get_object();
        }
    }

    std::string serial;
    net::mqtt::Options options;
    net::mqtt::Client client;
};

constexpr auto pushall = R"({"pushing":{"command":"pushall","sequence_id":"1"}})";

awaitable<void> start(Rig& rig) {
    const auto started = co_await rig.printer.start();
    if (!started) throw std::runtime_error(started.error().detail);
}

TEST(SimulatedPrinter, PrintsAJobAndReportsIt) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.files = false, .print_duration = 1s, .layers = 9});
        co_await start(rig);
        std::filesystem::create_directories(rig.printer.storage());
        write_private_file(rig.printer.storage() / "bracket.gcode.3mf", "x");
        Watcher watcher(executor, rig);
        co_await watcher.connect();
        watcher.send(pushall);
        const auto full = co_await watcher.next_with("gcode_state");
        EXPECT_EQ(full.at("msg"), 0);
        EXPECT_EQ(full.at("gcode_state"), "IDLE");
        watcher.send(
            R"({"print":{"command":"project_file","sequence_id":"30001","url":"ftp://bracket.gcode.3mf",)"
            R"("subtask_name":"bracket","use_ams":true,"ams_mapping":[0]}})");
        EXPECT_EQ((co_await watcher.next_with("result")).at("sequence_id"), "30001");
        std::vector<std::string> states;
        while (states.empty() || states.back() != "FINISH")
            states.emplace_back((co_await watcher.next_with("gcode_state")).at("gcode_state").get_string());
        EXPECT_EQ(states, (std::vector<std::string>{"IDLE", "PREPARE", "RUNNING", "FINISH"}));
        EXPECT_EQ(rig.printer.machine().state().layer, 9);
        co_await rig.printer.stop();
    });
}

TEST(SimulatedPrinter, CutsOffWhoSubscribesToItsRequests) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        for (const std::string filter : {"device/01P00A000000001/request", "#"}) {
            Rig rig(executor, {.files = false});
            co_await start(rig);
            Watcher curious(executor, rig);
            co_await curious.connect();
            Watcher decent(executor, rig);
            co_await decent.connect();
            std::ignore = co_await curious.client.subscribe(filter, net::mqtt::Delivery::at_most_once);
            Result<net::mqtt::Message> received = fail(Errc::internal, "nothing was received");
            do {
                received = co_await within(10s, curious.client.receive());
            } while (received);
            EXPECT_EQ(received.error().code, Errc::offline) << filter;
            decent.send(pushall);
            EXPECT_TRUE((co_await decent.next_with("command")).contains("gcode_state"));
            co_await rig.printer.stop();
        }
    });
}

TEST(SimulatedPrinter, RefusesAWrongAccessCode) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.files = false});
        co_await start(rig);
        Watcher watcher(executor, rig, "00000000");
        EXPECT_EQ((co_await watcher.client.connect(watcher.options)).error().code, Errc::unauthorized);
        co_await rig.printer.stop();
    });
}

TEST(SimulatedPrinter, ChangesItsAccessCodeAndDropsWhoKnowsTheOldOne) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.files = false});
        co_await start(rig);
        Watcher old(executor, rig);
        co_await old.connect();
        EXPECT_TRUE(co_await rig.printer.apply({.kind = FaultKind::wrong_code}));
        auto message = co_await within(5s, old.client.receive());
        while (message)
            message = co_await within(5s, old.client.receive());
        EXPECT_EQ(message.error().code, Errc::offline);
        Watcher again(executor, rig);
        EXPECT_EQ((co_await again.client.connect(again.options)).error().code, Errc::unauthorized);
        Watcher informed(executor, rig, rig.printer.access_code().reveal());
        co_await informed.connect();
        co_await rig.printer.stop();
    });
}

TEST(SimulatedPrinter, ChangesItsCertificateButNotItsName) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {.model = "x1c", .files = false});
        co_await start(rig);
        net::tls::Target broker{.host = rig.printer.address(), .port = rig.printer.ports().mqtt};
        const auto before = co_await net::tls::connect(broker, rig.verify());
        EXPECT_TRUE(co_await rig.printer.apply({.kind = FaultKind::certificate_changed}));
        const auto after = co_await net::tls::connect(broker, rig.verify());
        const auto camera = co_await net::tls::connect(rig.camera(), rig.verify());
        EXPECT_EQ(after->peer.common_name, rig.printer.serial());
        EXPECT_NE(before->peer.fingerprint, after->peer.fingerprint);
        EXPECT_EQ(camera->peer.fingerprint, after->peer.fingerprint);
        co_await rig.printer.stop();
    });
}

TEST(SimulatedPrinter, ClosesEveryPortWhenOffAndKeepsThemWhenOnAgain) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {});
        co_await start(rig);
        const auto ports = rig.printer.ports();
        EXPECT_FALSE(descendants(getpid()).empty());
        EXPECT_TRUE(co_await rig.printer.apply({.kind = FaultKind::printer_off}));
        EXPECT_TRUE(descendants(getpid()).empty());
        for (const auto port : {ports.mqtt, ports.ftps, ports.camera}) {
            net::tls::Target target{.host = rig.printer.address(), .port = port};
            EXPECT_FALSE(co_await net::tls::connect(target, rig.verify())) << port;
        }
        EXPECT_TRUE(co_await rig.printer.apply({.kind = FaultKind::printer_on}));
        EXPECT_EQ(rig.printer.ports().camera, ports.camera);
        Watcher watcher(executor, rig);
        co_await watcher.connect();
        co_await rig.printer.stop();
    });
}

TEST(SimulatedPrinter, LeavesNoChildBehindWhenItsLoopJustEnds) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Rig rig(executor, {});
        co_await start(rig);
        EXPECT_FALSE(descendants(getpid()).empty());
    });
    EXPECT_TRUE(descendants(getpid()).empty());
    for (const auto& entry : std::filesystem::directory_iterator("/etc/pam.d"))
        EXPECT_FALSE(entry.path().filename().string().starts_with(fmt::format("gantry-sim-{}-", getpid())));
}

TEST(SimulatedPrinter, KeepsItsCodeAndCertificateInItsFolder) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        const PrinterSpec spec{.folder = folder.path() + "/p"};
        const SimulatedPrinter first(executor, test_authority(), spec);
        const auto certificate = read_file(spec.folder / "certificate.pem");
        const SimulatedPrinter second(executor, test_authority(), spec);
        EXPECT_EQ(first.access_code(), second.access_code());
        EXPECT_EQ(read_file(spec.folder / "certificate.pem"), certificate);
        EXPECT_EQ(first.serial().size(), 15u);
        co_return;
    });
}

TEST(SimulatedPrinter, FindsStoredFilesByTheUrlsOfJobs) {
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder.path() + "/storage/cache");
    write_private_file(folder.path() + "/storage/a.3mf", "123");
    write_private_file(folder.path() + "/storage/cache/b.3mf", "12");
    write_private_file(folder.path() + "/outside", "1");
    const auto storage = folder.path() + "/storage";
    EXPECT_EQ(file_size_of(storage, "ftp://a.3mf"), 3u);
    EXPECT_EQ(file_size_of(storage, "ftp:///cache/b.3mf"), 2u);
    EXPECT_EQ(file_size_of(storage, "file:///sdcard/a.3mf"), 3u);
    EXPECT_EQ(file_size_of(storage, "ftp://b.3mf"), std::nullopt);
    EXPECT_EQ(md5_of(storage, "ftp://b.3mf"), "");
    EXPECT_EQ(file_size_of(storage, "ftp://../outside"), std::nullopt);
    EXPECT_EQ(file_size_of(storage, "ftp://cache/../../outside"), std::nullopt);
    EXPECT_EQ(file_size_of(storage, "ftp://cache"), std::nullopt);
    EXPECT_EQ(file_size_of(storage, ""), std::nullopt);
}

TEST(Announcer, TellsWhatAPrinterTells) {
    const Announcement announcement{
        .model = *find_model("p1s"), .name = "Workshop", .serial = "01P00A000000001", .address = "127.0.1.7"};
    const auto message = net::ssdp::parse(format(message_of(announcement, net::ssdp::Kind::notify)));
    ASSERT_TRUE(message);
    EXPECT_EQ(message->find("USN"), "01P00A000000001");
    EXPECT_EQ(message->find("Location"), "127.0.1.7");
    EXPECT_EQ(message->find("NT"), "urn:bambulab-com:device:3dprinter:1");
    EXPECT_EQ(message->find("DevModel.bambu.com"), "C12");
    EXPECT_EQ(message->find("DevName.bambu.com"), "Workshop");
}

awaitable<std::string> receive(asio::ip::udp::socket& socket, asio::ip::udp::endpoint& from) {
    std::string text(2048, '\0');
    text.resize(co_await socket.async_receive_from(asio::buffer(text), from, use_awaitable));
    co_return text;
}

TEST(Announcer, SpeaksOnTheLoopbackAndAnswersSearches) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        using asio::ip::udp;
        udp::socket listener(executor, udp::endpoint(asio::ip::address_v4::loopback(), 0));
        Announcement announcement{.model = *find_model("a1"),
                                  .name = "N",
                                  .serial = "03900A000000001",
                                  .address = "127.0.1.7",
                                  .search_port = 0,
                                  .listeners = {listener.local_endpoint().port()}};
        Supervisor supervisor(executor, "test");
        auto task = supervisor.spawn("announcer", [announcement] { return announce(announcement); });
        udp::endpoint printer;
        const auto notify = net::ssdp::parse(co_await within(5s, receive(listener, printer)));
        EXPECT_EQ(notify->kind, net::ssdp::Kind::notify);
        EXPECT_EQ(printer.address().to_string(), "127.0.1.7");
        const auto search = format(
            net::ssdp::Message{.kind = net::ssdp::Kind::search, .headers = {{"MAN", "\"ssdp:discover\""}}});
        co_await listener.async_send_to(asio::buffer(search), printer, use_awaitable);
        const auto answer = net::ssdp::parse(co_await within(5s, receive(listener, printer)));
        EXPECT_EQ(answer->kind, net::ssdp::Kind::response);
        EXPECT_EQ(answer->find("ST"), "urn:bambulab-com:device:3dprinter:1");
        task.cancel();
        co_await task.join();
    });
}

}  // namespace
}  // namespace gantry::sim
