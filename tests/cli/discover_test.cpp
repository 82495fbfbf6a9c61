// `gantry discover` beside `gantry sim`.
#include <signal.h>

#include "base/json.hpp"
#include "tests/cli/command.hpp"

namespace gantry::cli {
namespace {

Program simulator(const Command& command, const std::string& models, const std::string& base,
                  const std::string& ports) {
    return command.program({"sim", "run", "--printers", models, "--base", base, "--ports", ports, "--no-ftps",
                            "--data", command.data()},
                           "sim");
}

awaitable<void> end(ChildProcess& simulator) {
    kill(simulator.id(), SIGTERM);
    EXPECT_EQ(co_await simulator.wait(), 0);
}

TEST(GantryDiscover, PrintsPrintersAsTheyAnnounceThemselves) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const Command command;
        // Models that no other test simulates: a printer with the same serial number that announces itself
        // elsewhere meanwhile is the same one to whoever listens.
        ChildProcess printers(executor, simulator(command, "p1p,a1mini", "127.0.81.1", "high"));
        EXPECT_TRUE(co_await says(command, "sim", "\nready\n"));
        auto listening =
            command.program({"discover", "--interface", "lo", "--seconds", "60", "--json"}, "out");
        {
            const ChildProcess discover(executor, listening);
            EXPECT_TRUE(co_await says(command, "out", "127.0.81.1"));
            EXPECT_TRUE(co_await says(command, "out", "127.0.81.2"));
        }
        std::map<std::string, std::string> models;  // by address
        std::istringstream lines(command.read("out"));
        for (std::string line; std::getline(lines, line);) {
            const auto printer = parse_json(line);
            EXPECT_TRUE(printer) << line;
            models[std::string(printer->at("address").as_string())] = printer->at("model").as_string();
        }
        EXPECT_EQ(models["127.0.81.1"], "P1P");
        EXPECT_EQ(models["127.0.81.2"], "A1 Mini");
        co_await end(printers);
    });
}

TEST(GantryDiscover, PrintsATableOfASubnet) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const Command command;
        ChildProcess printers(executor, simulator(command, "p1s,a1", "127.0.82.1", "real"));
        EXPECT_TRUE(co_await says(command, "sim", "\nready\n"));
        auto discover = command.program({"discover", "--subnet", "127.0.82.0/24"}, "out");
        EXPECT_TRUE(co_await run_to_end(std::move(discover)));
        const auto table = command.read("out");
        EXPECT_TRUE(table.starts_with("ADDRESS          MODEL       SERIAL")) << table;
        EXPECT_NE(table.find("127.0.82.1       P1S         01P00A000000001"), std::string::npos) << table;
        EXPECT_NE(table.find("127.0.82.2       A1 "), std::string::npos) << table;
        co_await end(printers);
    });
}

TEST(GantryDiscover, SaysWhenThereIsNothingAndWhatItRefuses) {
    run_coroutine([](Executor) -> awaitable<void> {
        const Command command;
        auto nothing = command.program({"discover", "--subnet", "127.0.83.0/30"}, "nothing");
        EXPECT_TRUE(co_await run_to_end(std::move(nothing)));
        EXPECT_NE(command.read("nothing").find("No printers found"), std::string::npos);
        auto silence = command.program({"discover", "--interface", "lo", "--seconds", "0.2"}, "silence");
        EXPECT_TRUE(co_await run_to_end(std::move(silence)));
        const std::vector<std::pair<std::vector<std::string>, std::string>> refused = {
            {{"--subnet", "fe80::/64"}, "IPv6"},
            {{"--subnet", "10.0.0.0/8"}, "parts of it"},
            {{"--subnet", "nonsense"}, "is not a network"},
            {{"--interface", "none0"}, "no such network interface"},
            {{"--seconds", "-1"}, "--seconds"},
        };
        for (const auto& [arguments, says] : refused) {
            std::vector<std::string> all = {"discover"};
            all.insert(all.end(), arguments.begin(), arguments.end());
            auto program = command.program(std::move(all), "refused");
            EXPECT_FALSE(co_await run_to_end(std::move(program)));
            EXPECT_NE(command.read("refused").find(says), std::string::npos) << command.read("refused");
        }
    });
}

}  // namespace
}  // namespace gantry::cli
