#include "fuse/files/name.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"

namespace gantry::fuse::files {
namespace {

// Longer endings first: bgcode is no gcode.
constexpr std::array<std::string_view, 5> endings = {".bgcode", ".gcode", ".3mf", ".gco", ".g"};

std::string_view ending_of(std::string_view name) {
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const auto found = std::ranges::find_if(endings, [&](auto ending) { return lower.ends_with(ending); });
    return found == endings.end() || found->size() == name.size() ? std::string_view{} : *found;
}

bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

// Marks that change the direction of writing can make "exe.gcode" look like something else.
bool is_mark(char32_t c) {
    return c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

}  // namespace

Result<std::string> check_name(std::string_view name) {
    auto characters = decode_utf8(name);
    if (!characters) return fail(Errc::malformed, "the file name is no text in UTF-8");
    if (const auto folder = characters->find_last_of(U"/\\"); folder != characters->npos)
        characters->erase(0, folder + 1);
    std::erase_if(*characters, [](char32_t c) { return is_control(c) || is_mark(c); });
    const auto first = characters->find_first_not_of(U' ');
    if (first == characters->npos) return fail(Errc::malformed, "a file needs a name");
    *characters = characters->substr(first, characters->find_last_not_of(U' ') + 1 - first);
    if (characters->size() > max_name_characters)
        return fail(Errc::too_large, "a file name has at most 500 characters");
    auto checked = encode_utf8(*characters);
    if (ending_of(checked).empty())
        return fail(Errc::unsupported,
                    "this is no print file: its name ends in .3mf, .gcode, .gco, .g or .bgcode");
    return checked;
}

Result<> check_begin(std::string_view name, std::string_view begin) {
    const auto ending = ending_of(name);
    if (begin.empty()) return fail(Errc::malformed, "the file is empty");
    if (ending == ".3mf" && !begin.starts_with("PK\x03\x04"))
        return fail(Errc::malformed, "this is no 3MF file: it does not begin as a ZIP archive does");
    if (ending == ".bgcode" && !begin.starts_with("GCDE"))
        return fail(Errc::malformed, "this is no binary G-code: it does not begin with GCDE");
    const bool text = ending != ".3mf" && ending != ".bgcode";
    if (text && begin.substr(0, begin_bytes).contains('\0'))
        return fail(Errc::malformed, "this is no G-code: it is not text");
    return {};
}

}  // namespace gantry::fuse::files
