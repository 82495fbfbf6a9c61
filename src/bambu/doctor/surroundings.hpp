// What must work around the printers: this machine's disk, and the way to the Cloud. The executor's thread;
// reading the disk blocks for a moment.
#pragma once

#include <chrono>
#include <string>

#include "bambu/doctor/causes.hpp"

namespace gantry::bambu::doctor {

// The file system of this folder.
Finding check_disk(const std::string& folder);
Finding judge_disk(std::uint64_t free_bytes);

// Whether a Cloud answers at this address.
awaitable<Finding> check_cloud(std::string url, std::chrono::milliseconds limit);

// "29.8 GB"
std::string size_text(std::uint64_t bytes);

}  // namespace gantry::bambu::doctor
