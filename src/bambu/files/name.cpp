#include "bambu/files/name.hpp"

#include <algorithm>
#include <array>

namespace gantry::bambu::files {
namespace {

constexpr std::size_t max_bytes = 100;

struct Ending {
    std::string_view of_people;
    std::string_view on_printer;
};
// Longer ones first.
constexpr std::array<Ending, 5> endings = {{{".gcode.3mf", ".gcode.3mf"},
                                            {".3mf", ".3mf"},
                                            {".gcode", ".gcode"},
                                            {".gco", ".gcode"},
                                            {".g", ".gcode"}}};

bool is_forbidden(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F || std::string_view("<>:\"/\\|?*%#&;'`").contains(c);
}

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
}

std::string stem_of(std::string_view name, std::size_t most) {
    std::string stem(name);
    std::ranges::replace_if(stem, is_forbidden, '_');
    if (stem.size() > most) {
        while (most > 0 && is_continuation(stem[most]))
            --most;
        stem.resize(most);
    }
    while (!stem.empty() && (stem.back() == '.' || stem.back() == '_'))
        stem.pop_back();
    while (!stem.empty() && (stem.front() == '.' || stem.front() == '_'))
        stem.erase(0, 1);
    return stem.empty() ? "print" : stem;
}

}  // namespace

Result<std::string> name_on_printer(std::string_view name) {
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (lower.ends_with(".bgcode"))
        return fail(Errc::unsupported,
                    "Bambu Lab printers print .3mf and .gcode files; binary G-code is for Prusa printers");
    const auto* ending =
        std::ranges::find_if(endings, [&](const Ending& one) { return lower.ends_with(one.of_people); });
    if (ending == endings.end())
        return fail(Errc::unsupported, "Bambu Lab printers print .3mf and .gcode files");
    name.remove_suffix(ending->of_people.size());
    return stem_of(name, max_bytes - ending->on_printer.size()).append(ending->on_printer);
}

}  // namespace gantry::bambu::files
