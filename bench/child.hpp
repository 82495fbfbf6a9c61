// This program once more, as another process that is told and asked line by line.
#pragma once

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace gantry::bench {

// Used by one thread at a time.
struct Child {
    pid_t process = 0;
    std::FILE* to = nullptr;
    std::FILE* from = nullptr;

    void say(const std::string& line) const {
        std::fputs((line + "\n").c_str(), to);
        std::fflush(to);
    }
    // Empty when the child is gone.
    std::string hear() const {
        std::string line;
        for (int c = std::fgetc(from); c != EOF && c != '\n'; c = std::fgetc(from))
            line.push_back(static_cast<char>(c));
        return line;
    }
};

// Starts this program with `words`, a name first.
inline pid_t start_self(std::vector<std::string> words, const posix_spawn_file_actions_t* actions = nullptr) {
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t process = 0;
    if (posix_spawn(&process, "/proc/self/exe", actions, nullptr, arguments.data(), environ) != 0)
        throw std::runtime_error("cannot start a process");
    return process;
}

inline Child start_child(std::vector<std::string> words) {
    std::array<int, 2> down{};
    std::array<int, 2> up{};
    if (pipe(down.data()) != 0 || pipe(up.data()) != 0) throw std::runtime_error("pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, down[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, up[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, down[1]);
    posix_spawn_file_actions_addclose(&actions, up[0]);
    Child child{.process = start_self(std::move(words), &actions),
                .to = fdopen(down[1], "w"),
                .from = fdopen(up[0], "r")};
    posix_spawn_file_actions_destroy(&actions);
    close(down[0]);
    close(up[1]);
    return child;
}

}  // namespace gantry::bench
