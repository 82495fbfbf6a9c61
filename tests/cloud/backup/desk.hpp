// A Cloud that serves as a program, and the commands for backups beside it.
#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "tests/cloud/cloud_process.hpp"

namespace gantry::cloud {

std::set<std::string> names_in(const std::filesystem::path& folder);
void write(const std::filesystem::path& file, std::string_view text);
std::string content_of(const std::filesystem::path& file);

// Backups are in `kept`, which is made.
struct Desk {
    explicit Desk(Executor executor);

    // The owner's cookie; the store is called "Before".
    awaitable<std::string> open();
    awaitable<Outcome> backup(std::filesystem::path file, std::string file_limit = "unlimited");
    awaitable<Outcome> restore(std::filesystem::path file, std::filesystem::path to);
    // The name of the store that a Cloud on that folder has.
    awaitable<std::string> store_on(std::filesystem::path other);
    // The same of the one that runs; empty when it does not answer with one.
    awaitable<std::string> store_now(std::string cookie);

    const TemporaryFolder folder;
    const std::filesystem::path data = folder / "data";
    const std::filesystem::path kept = folder / "kept";
    Executor executor_;
    CloudProcess cloud;
};

}  // namespace gantry::cloud
