// Byte ranges and their text forms. Pure functions: any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gantry {

using Bytes = std::vector<std::byte>;
using BytesView = std::span<const std::byte>;

inline BytesView as_bytes(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}
inline std::string_view as_text(BytesView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes to_bytes(std::string_view text) {
    const auto view = as_bytes(text);
    return {view.begin(), view.end()};
}

// Fixed-width integers at `offset`; the caller has checked the length.
std::uint16_t read_be16(BytesView bytes, std::size_t offset = 0);
std::uint32_t read_be32(BytesView bytes, std::size_t offset = 0);
std::uint32_t read_le32(BytesView bytes, std::size_t offset = 0);
void write_be16(std::span<std::byte> bytes, std::uint16_t value);
void write_be32(std::span<std::byte> bytes, std::uint32_t value);
void write_le32(std::span<std::byte> bytes, std::uint32_t value);

std::string to_hex(BytesView bytes);
Result<Bytes> from_hex(std::string_view text);
// Standard alphabet with padding; decoding ignores white space and missing padding.
std::string to_base64(BytesView bytes);
Result<Bytes> from_base64(std::string_view text);
// URL-safe alphabet without padding.
std::string to_base64url(BytesView bytes);
Result<Bytes> from_base64url(std::string_view text);

std::array<std::byte, 32> sha256(BytesView bytes);

}  // namespace gantry
