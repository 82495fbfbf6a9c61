// `gantry ttcode` as a process of its own, against `gantry sim cloud` as another.
#include <gtest/gtest.h>
#include <signal.h>

#include "base/json.hpp"
#include "tests/cli/command.hpp"

namespace gantry::cli {
namespace {

constexpr auto serial = "01P00A000000007";

// Until its line stands there: "ready http://127.0.0.1:PORT".
awaitable<std::string> url_of(const Command& command) {
    EXPECT_TRUE(co_await says(command, "cloud", "\n"));
    const auto line = command.read("cloud");
    const auto begin = line.find("http");
    co_return line.substr(begin, line.find('\n', begin) - begin);
}

TEST(TtcodeCommand, PrintsWhatTheCloudGivesAndSaysWhyNot) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const Command command;
        ChildProcess cloud(
            executor, command.program({"sim", "cloud", "--token", "right", "--serials", serial}, "cloud"));
        const auto url = co_await url_of(command);
        const auto ask = [&](std::string token, std::vector<std::string> more, const std::string& output) {
            std::vector<std::string> words{"ttcode", serial, "--token", std::move(token), "--bambu-url", url};
            words.insert(words.end(), more.begin(), more.end());
            return run_to_end(command.program(std::move(words), output));
        };
        EXPECT_TRUE(co_await ask("right", {}, "text"));
        for (const auto* label : {"TUTK UID: SIM", "Auth key: ", "Password: ", "Region:   us\n"})
            EXPECT_NE(command.read("text").find(label), std::string::npos) << command.read("text");
        EXPECT_TRUE(co_await ask("right", {"--json"}, "json"));
        const auto document = parse_json(command.read("json"));
        EXPECT_TRUE(document) << command.read("json");
        EXPECT_EQ(document->at("ttcode").as_string().size(), 20u);
        EXPECT_EQ(document->at("cloud_streaming"), false);
        EXPECT_FALSE(co_await ask("stale", {}, "stale"));
        EXPECT_NE(command.read("stale").find("Get a new one."), std::string::npos) << command.read("stale");
        EXPECT_EQ(command.read("stale").find("right"), std::string::npos);
        kill(cloud.id(), SIGTERM);
        EXPECT_EQ(co_await cloud.wait(), 0);
    });
}

TEST(TtcodeCommand, AsksForATokenAndARegionThatThereIs) {
    run_coroutine([](Executor) -> awaitable<void> {
        const Command command;
        auto without = command.program({"ttcode", serial}, "without");
        EXPECT_FALSE(co_await run_to_end(std::move(without)));
        EXPECT_NE(command.read("without").find("--token-file"), std::string::npos);
        auto nowhere = command.program({"ttcode", serial, "--token-file", "/nowhere"}, "nowhere");
        EXPECT_FALSE(co_await run_to_end(std::move(nowhere)));
        EXPECT_NE(command.read("nowhere").find("/nowhere cannot be read"), std::string::npos);
        auto region = command.program({"ttcode", serial, "--token", "t", "--region", "mars"}, "region");
        EXPECT_FALSE(co_await run_to_end(std::move(region)));
        EXPECT_NE(command.read("region").find("china"), std::string::npos);
    });
}

}  // namespace
}  // namespace gantry::cli
