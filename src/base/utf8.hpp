// Text that strangers sent, and its characters. Pure functions: any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gantry {

// Well-formed as Unicode has it: no surrogates, nothing longer than needed.
bool is_utf8(std::string_view text);
// Code points; `text` is well-formed.
std::size_t count_characters(std::string_view text);
// Nothing when it is not well-formed (RFC 3629: no surrogates, no longer forms, nothing beyond U+10FFFF).
std::optional<std::u32string> decode_utf8(std::string_view text);
// `characters` as decode_utf8 gives them.
std::string encode_utf8(std::u32string_view characters);

}  // namespace gantry
