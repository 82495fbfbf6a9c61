#include "base/utf8.hpp"

namespace gantry {
namespace {

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
