// What senders call their files, and whether the content fits. Pure: any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gantry::fuse::files {

inline constexpr std::size_t max_name_characters = 500;

// The name without folders and without what would garble a line. Errors: malformed (no text, or nothing
// left), too_large, unsupported (not a print file's ending).
Result<std::string> check_name(std::string_view name);

// The first bytes of a file of this (checked) name; `begin` may be all of it. Errors: malformed.
Result<> check_begin(std::string_view name, std::string_view begin);
// As many bytes as check_begin wants to see.
inline constexpr std::size_t begin_bytes = 512;

}  // namespace gantry::fuse::files
