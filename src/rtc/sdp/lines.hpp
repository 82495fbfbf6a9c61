// The line structure of SDP, for this folder alone. Pure functions; the views point into the caller's text.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gantry::rtc::sdp {

// The lines of one m-section, without "m=" and "a=" prefixes.
struct SectionLines {
    std::string_view media;                    // after "m="
    std::vector<std::string_view> attributes;  // after "a="
};

struct Lines {
    std::vector<std::string_view> session;  // attributes before the first m-section
    std::vector<SectionLines> sections;
};

// Splits and bounds: 64 KiB, 4000 lines, 64 sections. Errc::too_large or Errc::malformed.
Result<Lines> split_lines(std::string_view text);

std::vector<std::string_view> split_words(std::string_view text, char separator = ' ');
// The text behind "name:", for the first attribute of that name; a flag attribute has an empty value.
std::optional<std::string_view> find_attribute(const std::vector<std::string_view>& attributes,
                                               std::string_view name);
// The values of all attributes of that name.
std::vector<std::string_view> all_attributes(const std::vector<std::string_view>& attributes,
                                             std::string_view name);
bool equal_ignoring_case(std::string_view a, std::string_view b);

template <class Number>
std::optional<Number> to_number(std::string_view text, int base = 10) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace gantry::rtc::sdp
