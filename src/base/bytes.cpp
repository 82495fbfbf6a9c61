#include "base/bytes.hpp"

#include <sodium.h>

namespace gantry {
namespace {

unsigned at(BytesView bytes, std::size_t offset) {
    return std::to_integer<unsigned>(bytes[offset]);
}

const unsigned char* raw(BytesView bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::string encode(BytesView bytes, int variant) {
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), raw(bytes), bytes.size(), variant);
    text.pop_back();  // the terminator that libsodium counts
    return text;
}

Result<Bytes> decode(std::string_view text, int variant) {
    Bytes bytes(text.size() / 4 * 3 + 3);
    std::size_t length = 0;
    const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),
                                         text.data(), text.size(), " \r\n\t", &length, nullptr, variant);
    if (failed != 0) return fail(Errc::malformed, "not base64");
    bytes.resize(length);
    return bytes;
}

}  // namespace

std::uint16_t read_be16(BytesView bytes, std::size_t offset) {
    return static_cast<std::uint16_t>(at(bytes, offset) << 8 | at(bytes, offset + 1));
}

std::uint32_t read_be32(BytesView bytes, std::size_t offset) {
    return at(bytes, offset) << 24 | at(bytes, offset + 1) << 16 | at(bytes, offset + 2) << 8 |
           at(bytes, offset + 3);
}

std::uint32_t read_le32(BytesView bytes, std::size_t offset) {
    return at(bytes, offset) | at(bytes, offset + 1) << 8 | at(bytes, offset + 2) << 16 |
           at(bytes, offset + 3) << 24;
}

void write_be16(std::span<std::byte> bytes, std::uint16_t value) {
    bytes[0] = static_cast<std::byte>(value >> 8);
    bytes[1] = static_cast<std::byte>(value);
}

void write_be32(std::span<std::byte> bytes, std::uint32_t value) {
    write_be16(bytes, static_cast<std::uint16_t>(value >> 16));
    write_be16(bytes.subspan(2), static_cast<std::uint16_t>(value));
}

void write_le32(std::span<std::byte> bytes, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i)
        bytes[i] = static_cast<std::byte>(value >> (8 * i));
}

std::string to_hex(BytesView bytes) {
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), raw(bytes), bytes.size());
    text.pop_back();
    return text;
}

Result<Bytes> from_hex(std::string_view text) {
    if (text.empty()) return Bytes{};  // libsodium takes no null target
    if (text.size() % 2 != 0) return fail(Errc::malformed, "not hexadecimal");
    Bytes bytes(text.size() / 2);
    std::size_t length = 0;
    const int failed = sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),
                                      text.data(), text.size(), nullptr, &length, nullptr);
    if (failed != 0 || length * 2 != text.size()) return fail(Errc::malformed, "not hexadecimal");
    return bytes;
}

std::string to_base64(BytesView bytes) {
    return encode(bytes, sodium_base64_VARIANT_ORIGINAL);
}

Result<Bytes> from_base64(std::string_view text) {
    while (!text.empty() && text.back() == '=')
        text.remove_suffix(1);
    return decode(text, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}

std::string to_base64url(BytesView bytes) {
    return encode(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

Result<Bytes> from_base64url(std::string_view text) {
    return decode(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::array<std::byte, 32> sha256(BytesView bytes) {
    std::array<std::byte, 32> digest{};
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()), raw(bytes), bytes.size());
    return digest;
}

}  // namespace gantry
