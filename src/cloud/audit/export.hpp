// The audit log as files. Pure: any thread.
#pragma once

#include <string>

#include "cloud/audit/log.hpp"

namespace gantry::cloud::audit {

// RFC 4180 with a head line. A text that a spreadsheet would take for a formula starts with an apostrophe.
std::string csv(const std::vector<View>& entries);
// One JSON object a line.
std::string json_lines(const std::vector<View>& entries);

}  // namespace gantry::cloud::audit
