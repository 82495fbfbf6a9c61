// Where `gantry sim` keeps its files when nobody says.
#pragma once

#include <filesystem>
#include <string>

namespace gantry::cli {

// `given` as an absolute path, or the user's own folder below the system's temporary one.
std::filesystem::path simulator_folder(const std::string& given);

}  // namespace gantry::cli
