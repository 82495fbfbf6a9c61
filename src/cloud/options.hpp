// What gantry-cloud is told on its command line.
#pragma once

#include "base/log.hpp"
#include "cloud/cloud.hpp"

namespace gantry::cloud {

enum class Command { serve, backup, restore };

struct CommandLine {
    Command command = Command::serve;
    std::string file;  // of a backup
    Settings settings;
    log::Level level = log::Level::info;
};

// Prints help or what is wrong and ends the program with that exit code.
CommandLine parse_command_line(int argc, char** argv);

}  // namespace gantry::cloud
