#include "base/json_text.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cmath>

namespace gantry::json_text {
namespace {

bool is_plain(char character) {
    return static_cast<unsigned char>(character) >= 0x20 && character != '"' && character != '\\';
}

}  // namespace

// Nearly every text is plain; a serializer of its own for each would cost most of the time.
void append_string(std::string& text, std::string_view string) {
    if (!std::ranges::all_of(string, is_plain)) {
        text += json::serialize(json::string_view(string.data(), string.size()));
        return;
    }
    text += '"';
    text += string;
    text += '"';
}

void append_number(std::string& text, double number) {
    // JSON has no word for these; null is what browsers write too.
    if (std::isfinite(number))
        fmt::format_to(std::back_inserter(text), "{}", number);
    else
        text += "null";
}

}  // namespace gantry::json_text
