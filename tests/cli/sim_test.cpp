// The `gantry sim` command as a person runs it: its own process, its own children.
#include <gtest/gtest.h>
#include <signal.h>

#include "base/json.hpp"
#include "sim/control.hpp"
#include "tests/cli/command.hpp"

namespace gantry::cli {
namespace {

TEST(GantryCommand, TellsItsVersion) {
    run_coroutine([](Executor) -> awaitable<void> {
        const Command command;
        auto program = command.program({"--version"}, "out");
        EXPECT_TRUE(co_await run_to_end(std::move(program)));
        EXPECT_EQ(command.read("out"), "gantry " GANTRY_VERSION "\n");
    });
}

TEST(GantryCommand, RefusesWhatItDoesNotKnow) {
    run_coroutine([](Executor) -> awaitable<void> {
        const Command command;
        auto model = command.program({"sim", "run", "--printers", "x9", "--data", command.data()}, "model");
        EXPECT_FALSE(co_await run_to_end(std::move(model)));
        EXPECT_NE(command.read("model").find("there are p1s"), std::string::npos);
        auto nobody = command.program({"sim", "list", "--data", command.data()}, "nobody");
        EXPECT_FALSE(co_await run_to_end(std::move(nobody)));
        EXPECT_NE(command.read("nobody").find("no simulator answers"), std::string::npos);
    });
}

TEST(GantrySim, PrintsItsPrintersObeysFaultsAndLeavesNothingBehind) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const Command command;
        ChildProcess simulator(executor,
                               command.program({"sim", "run", "--printers", "p1s,p2s", "--base", "127.0.77.1",
                                                "--ports", "high", "--json", "--data", command.data()},
                                               "out"));
        EXPECT_TRUE(co_await says(command, "out", "\nready\n"));
        const auto first = command.read("out").substr(0, command.read("out").find('\n'));
        const auto printer = parse_json(first);
        EXPECT_EQ(printer->at("serial"), "01P00A000000001");
        EXPECT_EQ(printer->at("address"), "127.0.77.1");
        EXPECT_EQ(printer->at("access_code").as_string().size(), 8u);
        EXPECT_GT(printer->at("ports").at("mqtt").to_number<int>(), 1023);
        auto fault = command.program(
            {"sim", "fault", "--data", command.data(), "22E00A000000001", "printer-off"}, "fault");
        EXPECT_TRUE(co_await run_to_end(std::move(fault)));
        EXPECT_NE(command.read("fault").find("OFF"), std::string::npos);
        const auto servers = descendants(simulator.id());
        EXPECT_FALSE(servers.empty());
        kill(simulator.id(), SIGTERM);
        EXPECT_EQ(co_await simulator.wait(), 0);
        for (const int server : servers)
            EXPECT_FALSE(std::filesystem::exists(fmt::format("/proc/{}", server)));
    });
}

TEST(GantrySim, TakesItsServersAlongWhenItIsKilled) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const Command command;
        ChildProcess simulator(
            executor, command.program({"sim", "run", "--printers", "a1", "--base", "127.0.78.1", "--ports",
                                       "high", "--data", command.data()},
                                      "out"));
        EXPECT_TRUE(co_await says(command, "out", "\nready\n"));
        const auto servers = descendants(simulator.id());
        EXPECT_FALSE(servers.empty());
        kill(simulator.id(), SIGKILL);
        EXPECT_EQ(co_await simulator.wait(), 128 + SIGKILL);
        const auto gone = [&] {
            return std::ranges::none_of(servers, [](int server) {
                return std::filesystem::exists(fmt::format("/proc/{}/exe", server));
            });
        };
        for (int i = 0; i < 500 && !gone(); ++i)
            co_await sleep_for(10ms);
        EXPECT_TRUE(gone());
    });
}

}  // namespace
}  // namespace gantry::cli
