// The data folder. Pure apart from creating it. Any thread.
#pragma once

#include <string>

#include "base/result.hpp"

namespace gantry::fuse::storage {

// Makes the folder, readable by us only. Throws std::runtime_error when that is not possible.
void create_folder(const std::string& path);
// The one place that joins paths. Errc::malformed unless `name` is a plain file name.
Result<std::string> file_in(const std::string& folder, const std::string& name);

}  // namespace gantry::fuse::storage
