#include "cli/sim_folder.hpp"

#include <unistd.h>

namespace gantry::cli {

std::filesystem::path simulator_folder(const std::string& given) {
    if (!given.empty()) return std::filesystem::absolute(given);
    return std::filesystem::temp_directory_path() / ("gantry-sim-" + std::to_string(geteuid()));
}

}  // namespace gantry::cli
