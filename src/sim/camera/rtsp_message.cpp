#include "sim/camera/rtsp_message.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <charconv>

#include "base/bytes.hpp"

namespace gantry::sim::camera::rtsp {
namespace {

constexpr std::size_t max_head = 8 * 1024;
constexpr std::size_t max_body = 4 * 1024;
constexpr std::size_t max_headers = 32;
constexpr std::size_t interleaved_header = 4;

bool same_name(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string md5(std::string_view text) {
    std::array<std::byte, 16> digest{};
    EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr, EVP_md5(),
               nullptr);
    return to_hex(digest);
}

// True when a whole packet, or nothing of one, is in front.
bool pass_interleaved(std::string& received) {
    while (received.starts_with('$')) {
        if (received.size() < interleaved_header) return false;
        const auto size = interleaved_header + read_be16(as_bytes(received), 2);
        if (received.size() < size) return false;
        received.erase(0, size);
    }
    return true;
}

Result<Request> parse_head(std::string_view head) {
    Request request;
    const auto line = head.substr(0, head.find("\r\n"));
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == line.npos || first == last || line.substr(last + 1) != "RTSP/1.0")
        return fail(Errc::malformed, "not an RTSP request");
    request.method = line.substr(0, first);
    request.url = line.substr(first + 1, last - first - 1);
    head.remove_prefix(std::min(head.size(), line.size() + 2));
    while (!head.empty()) {
        const auto header = head.substr(0, head.find("\r\n"));
        head.remove_prefix(std::min(head.size(), header.size() + 2));
        const auto colon = header.find(':');
        if (colon == header.npos) return fail(Errc::malformed, "an RTSP header without a colon");
        if (request.headers.size() == max_headers) return fail(Errc::too_large, "too many RTSP headers");
        request.headers.emplace_back(trimmed(header.substr(0, colon)), trimmed(header.substr(colon + 1)));
    }
    return request;
}

Result<std::size_t> body_size(const Request& request) {
    const auto text = request.header("Content-Length");
    if (text.empty()) return 0;
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (error != std::errc() || end != text.data() + text.size())
        return fail(Errc::malformed, "RTSP Content-Length");
    if (size > max_body) return fail(Errc::too_large, "RTSP body");
    return size;
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
    const auto found =
        std::ranges::find_if(headers, [name](const auto& header) { return same_name(header.first, name); });
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

Result<std::optional<Request>> take_request(std::string& received) {
    if (!pass_interleaved(received)) return std::nullopt;
    const auto end = received.find("\r\n\r\n");
    if (end == received.npos) {
        if (received.size() > max_head) return fail(Errc::too_large, "RTSP request");
        return std::nullopt;
    }
    if (end > max_head) return fail(Errc::too_large, "RTSP request");
    auto request = parse_head(std::string_view(received).substr(0, end + 2));
    if (!request) return std::unexpected(request.error());
    const auto body = body_size(*request);
    if (!body) return std::unexpected(body.error());
    if (received.size() < end + 4 + *body) return std::nullopt;
    received.erase(0, end + 4 + *body);
    return std::optional(*std::move(request));
}

std::string parameter(std::string_view header, std::string_view name) {
    for (std::size_t at = 0; (at = header.find(name, at)) != header.npos; at += name.size()) {
        const bool begins = at == 0 || std::string_view(" ,;\t").contains(header[at - 1]);
        auto rest = header.substr(at + name.size());
        if (!begins || !rest.starts_with('=')) continue;
        rest.remove_prefix(1);
        if (rest.starts_with('"')) return std::string(rest.substr(1, rest.find('"', 1) - 1));
        return std::string(rest.substr(0, rest.find_first_of(",; \t")));
    }
    return {};
}

std::string digest_response(std::string_view user, const Secret& code, std::string_view nonce,
                            std::string_view method, std::string_view uri) {
    const auto who = md5(fmt::format("{}:{}:{}", user, realm, code.reveal()));
    const auto what = md5(fmt::format("{}:{}", method, uri));
    return md5(fmt::format("{}:{}:{}", who, nonce, what));
}

bool is_authorised(const Request& request, const Secret& code, std::string_view nonce) {
    const auto header = request.header("Authorization");
    if (!header.starts_with("Digest ") || nonce.empty()) return false;
    if (parameter(header, "username") != "bblp" || parameter(header, "nonce") != nonce) return false;
    const auto expected = digest_response("bblp", code, nonce, request.method, parameter(header, "uri"));
    return Secret(parameter(header, "response")) == Secret(expected);
}

}  // namespace gantry::sim::camera::rtsp
