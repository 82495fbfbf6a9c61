// Browsers' own texts in tests/rtc/fixtures: Chromium 156 as recorded, Firefox as it writes them.
#pragma once

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace gantry::rtc {

inline std::string read_fixture(const std::string& name) {
    std::ifstream file(std::string(GANTRY_SOURCE_DIR) + "/tests/rtc/fixtures/" + name, std::ios::binary);
    if (!file) throw std::runtime_error("no fixture " + name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// The text with the first occurrence of `from` replaced; throws when there is none.
inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    if (at == text.npos) throw std::runtime_error("not in the text: " + from);
    return text.replace(at, from.size(), to);
}

}  // namespace gantry::rtc
