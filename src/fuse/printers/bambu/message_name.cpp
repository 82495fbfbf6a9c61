#include "fuse/printers/bambu/message_name.hpp"

#include <algorithm>

namespace gantry::fuse::printers::bambu {
namespace {

constexpr std::size_t max_name = 40;
constexpr std::string_view space = " \t\r\n";

std::string_view without_leading_space(std::string_view text) {
    const auto first = text.find_first_not_of(space);
    return first == text.npos ? std::string_view{} : text.substr(first);
}

bool is_word(std::string_view text) {
    return !text.empty() && text.size() <= max_name && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '-' || c == '.';
    });
}

// The word of the JSON text that `rest` begins with; empty when there is none.
std::string_view quoted_word(std::string_view rest) {
    if (!rest.starts_with('"')) return {};
    const auto end = rest.find('"', 1);
    if (end == rest.npos) return {};
    const auto word = rest.substr(1, end - 1);
    return is_word(word) ? word : std::string_view{};
}

std::string_view command_in(std::string_view payload) {
    constexpr std::string_view member = "\"command\"";
    for (auto at = payload.find(member); at != payload.npos; at = payload.find(member, at + 1)) {
        auto rest = without_leading_space(payload.substr(at + member.size()));
        if (!rest.starts_with(':')) continue;
        rest.remove_prefix(1);
        if (const auto word = quoted_word(without_leading_space(rest)); !word.empty()) return word;
    }
    return {};
}

std::string_view family_of(std::string_view payload) {
    auto rest = without_leading_space(payload);
    if (!rest.starts_with('{')) return {};
    rest.remove_prefix(1);
    return quoted_word(without_leading_space(rest));
}

}  // namespace

std::string_view message_name(std::string_view payload) {
    if (const auto command = command_in(payload); !command.empty()) return command;
    if (const auto family = family_of(payload); !family.empty()) return family;
    return "unknown";
}

}  // namespace gantry::fuse::printers::bambu
