#include "net/rtsp/message.hpp"

#include "net/rtsp/text.hpp"

namespace gantry::net::rtsp {
namespace {

constexpr std::size_t max_head_bytes = 16 * 1024;
constexpr std::size_t max_headers = 64;
constexpr unsigned max_body_bytes = 64 * 1024;
constexpr std::byte packet_mark{'$'};
constexpr std::size_t packet_head_bytes = 4;

// "RTSP/1.0 200 OK"; a request line has no status.
Result<int> parse_status(std::string_view line) {
    if (!line.starts_with("RTSP/1.")) {
        if (line.ends_with("RTSP/1.0")) return 0;
        return fail(Errc::malformed, "not an RTSP answer");
    }
    take_until(line, ' ');
    const auto status = to_number(take_until(line, ' '), 999);
    if (!status || *status < 100) return fail(Errc::malformed, "RTSP answer without a status");
    return static_cast<int>(*status);
}

Result<Response> parse_head(std::string_view head) {
    Response response;
    auto status = parse_status(trimmed(take_until(head, '\n')));
    if (!status) return std::unexpected(std::move(status.error()));
    response.status = *status;
    while (!head.empty()) {
        const auto line = trimmed(take_until(head, '\n'));
        if (line.empty()) continue;
        const auto colon = line.find(':');
        if (colon == line.npos) return fail(Errc::malformed, "RTSP header without a colon");
        if (response.headers.size() == max_headers) return fail(Errc::too_large, "too many RTSP headers");
        response.headers.emplace_back(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    }
    return response;
}

}  // namespace

std::string_view Response::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (same_name(key, name)) return value;
    }
    return {};
}

std::vector<std::string> Response::all(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [key, value] : headers) {
        if (same_name(key, name)) values.push_back(value);
    }
    return values;
}

Result<> Parser::add(BytesView input) {
    buffer_.insert(buffer_.end(), input.begin(), input.end());
    for (;;) {
        auto taken = take_one();
        if (!taken) return std::unexpected(std::move(taken.error()));
        if (!*taken) break;
    }
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(consumed_));
    consumed_ = 0;
    return {};
}

// False when more bytes are needed.
Result<bool> Parser::take_one() {
    auto rest = BytesView(buffer_).subspan(consumed_);
    while (!rest.empty() && (rest[0] == std::byte{'\r'} || rest[0] == std::byte{'\n'})) {
        rest = rest.subspan(1);
        ++consumed_;
    }
    if (rest.empty()) return false;
    return rest[0] == packet_mark ? take_packet(rest) : take_response(rest);
}

Result<bool> Parser::take_packet(BytesView rest) {
    if (rest.size() < packet_head_bytes) return false;
    const std::size_t size = read_be16(rest, 2);
    if (rest.size() < packet_head_bytes + size) return false;
    consumed_ += packet_head_bytes + size;
    on_packet_(std::to_integer<std::uint8_t>(rest[1]), rest.subspan(packet_head_bytes, size));
    return true;
}

Result<bool> Parser::take_response(BytesView rest) {
    const auto text = as_text(rest.first(std::min(rest.size(), max_head_bytes)));
    const auto end = text.find("\r\n\r\n");
    if (end == text.npos) {
        if (text.size() == max_head_bytes) return fail(Errc::too_large, "RTSP answer with an endless head");
        return false;
    }
    auto response = parse_head(text.substr(0, end));
    if (!response) return std::unexpected(std::move(response.error()));
    const auto announced = response->header("Content-Length");
    const auto length = announced.empty() ? 0 : to_number(announced, max_body_bytes);
    if (!length) return fail(Errc::too_large, "RTSP answer with an impossible Content-Length");
    const std::size_t head = end + 4;
    if (rest.size() < head + *length) return false;
    response->body = as_text(rest.subspan(head, *length));
    consumed_ += head + *length;
    on_response_(std::move(*response));
    return true;
}

}  // namespace gantry::net::rtsp
