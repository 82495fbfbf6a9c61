#include "rtc/sdp/lines.hpp"

#include <algorithm>

namespace gantry::rtc::sdp {
namespace {

constexpr std::size_t max_bytes = 64 * 1024;
constexpr std::size_t max_lines = 4000;
constexpr std::size_t max_sections = 64;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Control characters would reach our answer or a log.
bool is_plain(std::string_view line) {
    return std::ranges::all_of(line,
                               [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
}

Result<> add_line(Lines& lines, std::string_view line) {
    if (line.size() < 2 || line[1] != '=' || !is_plain(line)) {
        return fail(Errc::malformed, "SDP line without type");
    }
    const auto value = line.substr(2);
    if (line[0] == 'm') {
        if (lines.sections.size() == max_sections) return fail(Errc::too_large, "too many SDP sections");
        lines.sections.push_back({.media = value, .attributes = {}});
    } else if (line[0] == 'a') {
        auto& attributes = lines.sections.empty() ? lines.session : lines.sections.back().attributes;
        attributes.push_back(value);
    }
    return {};
}

std::optional<std::string_view> value_of(std::string_view attribute, std::string_view name) {
    if (!attribute.starts_with(name)) return std::nullopt;
    if (attribute.size() == name.size()) return std::string_view{};
    if (attribute[name.size()] != ':') return std::nullopt;
    return attribute.substr(name.size() + 1);
}

}  // namespace

Result<Lines> split_lines(std::string_view text) {
    if (text.size() > max_bytes) return fail(Errc::too_large, "SDP longer than 64 KiB");
    if (!text.starts_with("v=0")) return fail(Errc::malformed, "SDP does not begin with v=0");
    Lines lines;
    std::size_t count = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        if (++count > max_lines) return fail(Errc::too_large, "SDP of too many lines");
        if (auto added = add_line(lines, line); !added) return std::unexpected(std::move(added.error()));
    }
    return lines;
}

std::vector<std::string_view> split_words(std::string_view text, char separator) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        if (end > 0) words.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

std::optional<std::string_view> find_attribute(const std::vector<std::string_view>& attributes,
                                               std::string_view name) {
    for (const auto attribute : attributes) {
        if (auto value = value_of(attribute, name)) return value;
    }
    return std::nullopt;
}

std::vector<std::string_view> all_attributes(const std::vector<std::string_view>& attributes,
                                             std::string_view name) {
    std::vector<std::string_view> values;
    for (const auto attribute : attributes) {
        if (auto value = value_of(attribute, name)) values.push_back(*value);
    }
    return values;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace gantry::rtc::sdp
