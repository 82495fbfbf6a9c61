// The file with the one-time setup link, for scripts; readable by its owner only.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace gantry::cloud::accounts {

// Errors: storage.
Result<> write_setup_link(const std::filesystem::path& folder, const std::string& link);
void remove_setup_link(const std::filesystem::path& folder);

}  // namespace gantry::cloud::accounts
