// What gantry-cloud is told on its command line.
#pragma once

#include "base/log.hpp"
#include "cloud/cloud.hpp"

namespace gantry::cloud {

enum class Command { serve, backup, restore, reset_link };

struct CommandLine {
    Command command = Command::serve;
    std::string file;                   // of a backup
    std::string email;                  // of who gets a reset link,
    bool clears_second_factor = false;  // which also takes that away
    Settings settings;
    log::Level level = log::Level::info;
};

// Prints help or what is wrong and ends the program with that exit code.
CommandLine parse_command_line(int argc, char** argv);

}  // namespace gantry::cloud
