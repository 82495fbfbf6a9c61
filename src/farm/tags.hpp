// Words that people give to printers to find and group them: "Hall 2", "PETG". Pure: any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gantry::farm {

inline constexpr std::size_t max_tag_bytes = 40;
inline constexpr std::size_t max_tags_of_a_printer = 20;

// 1 to 40 bytes, no control characters, no comma (addresses and lists separate tags by it), no space at
// either end.
bool is_tag(std::string_view text);
// Without what surrounds them, sorted, each once. Errors: malformed, which names `member`.
Result<std::vector<std::string>> clean_tags(const std::vector<std::string>& tags, const char* member);

}  // namespace gantry::farm
