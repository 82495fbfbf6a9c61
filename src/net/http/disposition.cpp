#include "net/http/disposition.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace gantry::net::http {
namespace {

constexpr std::string_view extended = "filename*=";
constexpr std::string_view plain = "filename=\"";
constexpr std::string_view charset = "UTF-8''";

bool stands_for_itself(unsigned char c) {
    return c < 0x80 && (std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_');
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char character : text) {
        const auto c = static_cast<unsigned char>(character);
        if (stands_for_itself(c)) {
            encoded += character;
        } else {
            encoded += {'%', digits[c >> 4], digits[c & 15]};
        }
    }
    return encoded;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        if (text.size() - i < 3) return std::nullopt;
        const int high = hex_value(text[i + 1]);
        const int low = hex_value(text[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        decoded += static_cast<char>(high << 4 | low);
        i += 2;
    }
    return decoded;
}

}  // namespace

std::string attachment(std::string_view name) {
    std::string simple(name);
    std::ranges::replace_if(
        simple, [](char c) { return !stands_for_itself(static_cast<unsigned char>(c)); }, '_');
    return "attachment; filename=\"" + simple + "\"; filename*=" + std::string(charset) +
           percent_encoded(name);
}

Result<std::string> file_name_of(std::string_view disposition) {
    if (const auto at = disposition.find(extended); at != disposition.npos) {
        auto value = disposition.substr(at + extended.size());
        value = value.substr(0, value.find(';'));
        if (!value.starts_with(charset)) return fail(Errc::malformed, "the file name is not in UTF-8");
        auto name = percent_decoded(value.substr(charset.size()));
        if (!name) return fail(Errc::malformed, "the file name is not encoded as it should be");
        return *std::move(name);
    }
    const auto at = disposition.find(plain);
    const auto end = at == disposition.npos ? at : disposition.find('"', at + plain.size());
    if (end == disposition.npos) return fail(Errc::malformed, "Content-Disposition names no file");
    return std::string(disposition.substr(at + plain.size(), end - at - plain.size()));
}

}  // namespace gantry::net::http
