// UTF-8 as characters. Pure functions: any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gantry {

// Nothing when it is not well-formed (RFC 3629: no surrogates, no longer forms, nothing beyond U+10FFFF).
std::optional<std::u32string> decode_utf8(std::string_view text);
// `characters` as decode_utf8 gives them.
std::string encode_utf8(std::u32string_view characters);

}  // namespace gantry
