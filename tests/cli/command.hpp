// The `gantry` command as a process of its own, with a folder for what it prints.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "base/child_process.hpp"
#include "base/private_file.hpp"
#include "base/random.hpp"
#include "tests/base/run_coroutine.hpp"

namespace gantry::cli {

class Command {
public:
    Command() : folder_(std::filesystem::temp_directory_path() / ("gantry-cli-test-" + random_id())) {
        make_private_folder(folder_);
    }
    ~Command() { std::filesystem::remove_all(folder_); }
    Command(const Command&) = delete;
    Command& operator=(const Command&) = delete;

    Program program(std::vector<std::string> arguments, const std::string& output) const {
        const auto here = std::filesystem::read_symlink("/proc/self/exe").parent_path();
        return {.path = (here / "../bin/gantry").string(),
                .arguments = std::move(arguments),
                .environment = {},
                .log_file = (folder_ / output).string()};
    }
    std::string data() const { return (folder_ / "data").string(); }
    std::string read(const std::string& output) const {
        return exists(folder_ / output) ? read_file(folder_ / output) : std::string();
    }

private:
    std::filesystem::path folder_;
};

inline awaitable<bool> says(const Command& command, std::string output, std::string_view text) {
    for (int i = 0; i < 2000; ++i) {
        if (command.read(output).find(text) != std::string::npos) co_return true;
        co_await sleep_for(10ms);
    }
    co_return false;
}

}  // namespace gantry::cli
