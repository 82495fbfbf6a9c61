// Unpredictable values for ids, codes and tokens (libsodium). Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace gantry {

Bytes random_bytes(std::size_t count);
// 0 … limit-1, without bias.
std::uint32_t random_below(std::uint32_t limit);
// `length` characters of `alphabet`.
std::string random_text(std::string_view alphabet, std::size_t length);
// 128 random bits as 22 URL-safe characters: for ids that nobody must guess; never begins with a dash.
std::string random_id();

}  // namespace gantry
