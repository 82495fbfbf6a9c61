#include "sim/printer/report.hpp"

namespace gantry::sim::printer {
namespace {

void write_indented(const json::value& value, int depth, std::string& text) {
    const auto line = [&text](int spaces) {
        text.append("\n").append(static_cast<std::size_t>(spaces), ' ');
    };
    constexpr int step = 4;
    if (value.is_object() && !value.get_object().empty()) {
        text += '{';
        for (const auto& [key, member] : value.get_object()) {
            if (text.back() != '{') text += ',';
            line(depth + step);
            text += to_text(json::string(key)) + ": ";
            write_indented(member, depth + step, text);
        }
        line(depth);
        text += '}';
    } else if (value.is_array() && !value.get_array().empty()) {
        text += '[';
        for (const auto& element : value.get_array()) {
            if (text.back() != '[') text += ',';
            line(depth + step);
            write_indented(element, depth + step, text);
        }
        line(depth);
        text += ']';
    } else {
        text += to_text(value);
    }
}

}  // namespace

std::string indented(const json::value& value) {
    std::string text;
    write_indented(value, 0, text);
    return text;
}

}  // namespace gantry::sim::printer
