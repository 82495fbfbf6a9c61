// Names of files in Content-Disposition (RFC 6266, RFC 8187). Pure: any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gantry::net::http {

// A value that makes a browser save the answer under this name (UTF-8), whatever is in it.
std::string attachment(std::string_view name);
// The name in a value that attachment() or a browser wrote. Errors: malformed (no name in it).
Result<std::string> file_name_of(std::string_view disposition);

}  // namespace gantry::net::http
