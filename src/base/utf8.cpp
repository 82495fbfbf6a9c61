#include "base/utf8.hpp"

#include <algorithm>
#include <cstdint>

namespace gantry {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t index) {
    return static_cast<std::uint8_t>(text[index]);
}

// The number of bytes of the well-formed character at the front; 0 when there is none (Unicode, table 3-7).
std::size_t character_length(std::string_view text) {
    const auto first = byte_at(text, 0);
    if (first < 0x80) return 1;
    if (first < 0xc2 || first > 0xf4) return 0;
    const std::size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (text.size() < length) return 0;
    const std::uint8_t low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    const std::uint8_t high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (byte_at(text, 1) < low || byte_at(text, 1) > high) return 0;
    for (std::size_t i = 2; i < length; ++i) {
        if (byte_at(text, i) < 0x80 || byte_at(text, i) > 0xbf) return 0;
    }
    return length;
}

struct Lead {
    std::size_t following = 0;
    char32_t bits = 0;
    char32_t smallest = 0;  // what needs this length
};

std::optional<Lead> lead_of(unsigned char byte) {
    if (byte < 0x80) return Lead{0, byte, 0};
    if ((byte & 0xE0) == 0xC0) return Lead{1, byte & 0x1FU, 0x80};
    if ((byte & 0xF0) == 0xE0) return Lead{2, byte & 0x0FU, 0x800};
    if ((byte & 0xF8) == 0xF0) return Lead{3, byte & 0x07U, 0x10000};
    return std::nullopt;
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto length = character_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::size_t count_characters(std::string_view text) {
    const auto continues = [](char c) { return (static_cast<std::uint8_t>(c) & 0xc0) == 0x80; };
    return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, continues));
}

std::optional<std::u32string> decode_utf8(std::string_view text) {
    std::u32string characters;
    characters.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = lead_of(static_cast<unsigned char>(text[i]));
        if (!lead || text.size() - i <= lead->following) return std::nullopt;
        auto character = lead->bits;
        for (std::size_t k = 1; k <= lead->following; ++k) {
            const auto byte = static_cast<unsigned char>(text[i + k]);
            if ((byte & 0xC0) != 0x80) return std::nullopt;
            character = character << 6 | (byte & 0x3FU);
        }
        const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
        if (character < lead->smallest || character > 0x10FFFF || surrogate) return std::nullopt;
        characters += character;
        i += lead->following + 1;
    }
    return characters;
}

std::string encode_utf8(std::u32string_view characters) {
    std::string text;
    const auto append = [&text](char32_t byte) { text += static_cast<char>(byte); };
    for (const char32_t c : characters) {
        if (c < 0x80) {
            append(c);
            continue;
        }
        if (c < 0x800) {
            append(0xC0 | c >> 6);
        } else if (c < 0x10000) {
            append(0xE0 | c >> 12);
            append(0x80 | (c >> 6 & 0x3F));
        } else {
            append(0xF0 | c >> 18);
            append(0x80 | (c >> 12 & 0x3F));
            append(0x80 | (c >> 6 & 0x3F));
        }
        append(0x80 | (c & 0x3F));
    }
    return text;
}

}  // namespace gantry
