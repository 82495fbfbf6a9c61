#include "sim/fleet.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "sim/control.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/sim/rig.hpp"

namespace gantry::sim {
namespace {

TEST(Fault, IsWrittenWithHyphensAndChecked) {
    EXPECT_EQ(parse_fault("camera-off", "")->kind, FaultKind::camera_off);
    EXPECT_EQ(parse_fault("slow-ftp", "80")->kilobytes_per_second, 80u);
    EXPECT_EQ(parse_fault("second-camera-client", "kick")->second_client, camera::SecondClient::kick);
    EXPECT_EQ(parse_fault("hms", "0300010000010007")->hms, (printer::Hms{50331904, 65543}));
    for (const auto& [kind, value] :
         {std::pair("camera_off", ""), std::pair("slow-ftp", ""), std::pair("slow-ftp", "0"),
          std::pair("slow-ftp", "1x"), std::pair("second-camera-client", "loud"), std::pair("hms", "0300"),
          std::pair("hms", "030001000001000x"), std::pair("", "")})
        EXPECT_EQ(parse_fault(kind, value).error().code, Errc::malformed) << kind << value;
}

TEST(Fleet, GivesEachPrinterAnAddressOfItsOwn) {
    EXPECT_EQ(loopback_address("127.0.1.1", 0), "127.0.1.1");
    EXPECT_EQ(loopback_address("127.0.1.254", 1), "127.0.2.1");
    EXPECT_FALSE(loopback_address("192.0.2.1", 0));
    EXPECT_FALSE(loopback_address("127.255.255.254", 1));
    EXPECT_FALSE(loopback_address("127.0.1.0", 0));
    EXPECT_FALSE(loopback_address("somewhere", 0));
}

FleetSettings settings_in(const std::filesystem::path& folder, std::vector<std::string> models) {
    return {.models = std::move(models),
            .folder = folder /
                      "a-folder-whose-name-alone-is-longer-than-the-path-of-a-unix-socket-may-be-which-is-"
                      "one-hundred-and-eight-bytes",
            .printer = {.files = false}};
}

TEST(Fleet, RefusesWhatItCannotSimulate) {
    asio::io_context loop;
    const TemporaryFolder folder;
    EXPECT_EQ(Fleet::make(loop.get_executor(), settings_in(folder.path(), {"x9"})).error().code,
              Errc::not_found);
    EXPECT_EQ(Fleet::make(loop.get_executor(), settings_in(folder.path(), {})).error().code, Errc::malformed);
}

awaitable<void> use_control(Executor executor, Fleet& fleet, std::filesystem::path folder) {
    Supervisor supervisor(executor, "test");
    Control control(executor, fleet, folder);
    EXPECT_THROW(Control(executor, fleet, folder), SystemError);
    const auto task = supervisor.spawn("control", [&control] { return control.run(); });
    const auto all = co_await ask_simulator(folder, {.command = "list", .printer = "all"});
    EXPECT_EQ(all->size(), 3u);
    EXPECT_EQ(all->at(2).at("serial"), "01P00A000000002");
    EXPECT_EQ(all->at(2).at("address"), "127.0.1.3");
    const auto off = co_await ask_simulator(
        folder, {.command = "fault", .printer = "01P00A000000001", .kind = "printer-off"});
    EXPECT_EQ(off->at(0).at("running"), false);
    const auto print =
        co_await ask_simulator(folder, {.command = "print", .printer = "all", .kind = "start"});
    EXPECT_EQ(print->size(), 3u);
    EXPECT_EQ(
        (co_await ask_simulator(folder, {.command = "fault", .printer = "all", .kind = "none"})).error().code,
        Errc::rejected);
    EXPECT_EQ((co_await ask_simulator(folder, {.command = "list", .printer = "nobody"})).error().code,
              Errc::rejected);
}

TEST(Fleet, IsControlledThroughItsFolder) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        auto settings = settings_in(folder.path(), {"p1s", "x1c"});
        settings.count = 3;
        const auto path = settings.folder;
        auto fleet = *Fleet::make(executor, std::move(settings));
        const auto started = co_await fleet->start();
        EXPECT_TRUE(started);
        co_await use_control(executor, *fleet, path);
        co_await fleet->stop();
        EXPECT_TRUE(descendants(getpid()).empty());
        ControlRequest list{.command = "list", .printer = "all"};
        EXPECT_EQ((co_await ask_simulator(path, list)).error().code, Errc::offline);
    });
}

}  // namespace
}  // namespace gantry::sim
