#include "net/ssdp/message.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace gantry::net::ssdp {
namespace {

constexpr std::size_t max_datagram_bytes = 8 * 1024;
constexpr std::size_t max_headers = 64;

struct StartLine {
    Kind kind;
    std::string_view text;
};
constexpr std::array start_lines{StartLine{Kind::notify, "NOTIFY * HTTP/1.1"},
                                 StartLine{Kind::search, "M-SEARCH * HTTP/1.1"},
                                 StartLine{Kind::response, "HTTP/1.1 200 OK"}};

char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, to_lower, to_lower);
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Takes the next line off `rest`, without its end.
std::string_view take_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

bool has_control_character(std::string_view text) {
    return std::ranges::any_of(text, [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
}

Result<Kind> parse_start_line(std::string_view line) {
    for (const auto& known : start_lines) {
        if (equal_ignoring_case(trimmed(line), known.text)) return known.kind;
    }
    return fail(Errc::malformed, "not an SSDP start line");
}

}  // namespace

std::optional<std::string_view> Message::find(std::string_view name) const {
    const auto found = std::ranges::find_if(
        headers, [name](const Header& header) { return equal_ignoring_case(header.name, name); });
    if (found == headers.end()) return std::nullopt;
    return found->value;
}

Result<Message> parse(std::string_view datagram) {
    if (datagram.size() > max_datagram_bytes) return fail(Errc::too_large, "SSDP datagram too long");
    auto rest = datagram;
    const auto kind = parse_start_line(take_line(rest));
    if (!kind) return std::unexpected(kind.error());
    Message message{.kind = *kind, .headers = {}};
    while (!rest.empty()) {
        const auto line = take_line(rest);
        if (line.empty()) break;
        if (has_control_character(line)) return fail(Errc::malformed, "control character in an SSDP header");
        const auto colon = line.find(':');
        if (colon == line.npos) continue;
        if (message.headers.size() == max_headers) return fail(Errc::too_large, "too many SSDP headers");
        message.headers.push_back(
            {std::string(trimmed(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1)))});
    }
    return message;
}

std::string format(const Message& message) {
    const auto start = std::ranges::find(start_lines, message.kind, &StartLine::kind);
    std::string text(start->text);
    text += "\r\n";
    for (const auto& header : message.headers) {
        assert(!has_control_character(header.name) && !has_control_character(header.value));
        text += header.name + ": " + header.value + "\r\n";
    }
    return text + "\r\n";
}

}  // namespace gantry::net::ssdp
