// Text that strangers sent. Pure: any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace gantry {

// Well-formed as Unicode has it: no surrogates, nothing longer than needed.
bool is_utf8(std::string_view text);
// Code points; `text` is well-formed.
std::size_t count_characters(std::string_view text);

}  // namespace gantry
