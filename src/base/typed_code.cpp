#include "base/typed_code.hpp"

#include "base/random.hpp"

namespace gantry {
namespace {

// 20 letters and digits that nobody mixes up when reading aloud or from a screen.
constexpr std::string_view alphabet = "234679ACDHJKMNPQRSVX";
constexpr std::size_t half = 4;

}  // namespace

std::string new_typed_code() {
    return normalized_code(random_text(alphabet, 2 * half));
}

std::string normalized_code(std::string_view typed) {
    std::string code;
    for (const unsigned char c : typed) {
        if (c == ' ' || c == '-') continue;
        const auto letter = static_cast<char>(std::toupper(c));
        if (alphabet.find(letter) == alphabet.npos || code.size() > 2 * half) return {};
        if (code.size() == half) code += '-';
        code += letter;
    }
    return code.size() == 2 * half + 1 ? code : std::string{};
}

}  // namespace gantry
