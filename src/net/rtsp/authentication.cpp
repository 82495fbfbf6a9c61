#include "net/rtsp/authentication.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <stdexcept>

#include "base/bytes.hpp"
#include "net/rtsp/text.hpp"

namespace gantry::net::rtsp {
namespace {

std::string md5(std::string_view text) {
    std::array<std::byte, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), &length,
                   EVP_md5(), nullptr) != 1) {
        throw std::runtime_error("OpenSSL has no MD5");
    }
    return to_hex(BytesView(digest).first(length));
}

struct Parameter {
    std::string_view name;
    std::string value;
};

// The next `name="value"` or `name=value`; an empty name at the end.
Parameter take_parameter(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(" ,\t"), text.size()));
    Parameter parameter{trimmed(take_until(text, '=')), {}};
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    if (!text.starts_with('"')) {
        parameter.value = trimmed(take_until(text, ','));
        return parameter;
    }
    text.remove_prefix(1);
    while (!text.empty() && text.front() != '"') {
        if (text.front() == '\\' && text.size() > 1) text.remove_prefix(1);
        parameter.value += text.front();
        text.remove_prefix(1);
    }
    if (!text.empty()) text.remove_prefix(1);
    return parameter;
}

bool lists(std::string_view list, std::string_view wanted) {
    while (!list.empty()) {
        if (same_name(trimmed(take_until(list, ',')), wanted)) return true;
    }
    return false;
}

Result<Challenge> parse_challenge(std::string_view header) {
    const auto scheme = take_until(header, ' ');
    Challenge challenge;
    if (same_name(scheme, "Basic")) {
        challenge.scheme = Challenge::Scheme::basic;
    } else if (!same_name(scheme, "Digest")) {
        return fail(Errc::unsupported, "the camera asks for an unknown kind of authentication");
    }
    while (!header.empty()) {
        auto [name, value] = take_parameter(header);
        if (same_name(name, "algorithm") && !same_name(value, "MD5"))
            return fail(Errc::unsupported, "the camera asks for a digest that is not MD5");
        if (same_name(name, "qop")) challenge.qop_auth = lists(value, "auth");
        if (same_name(name, "realm")) challenge.realm = value;
        if (same_name(name, "nonce")) challenge.nonce = value;
        if (same_name(name, "opaque")) challenge.opaque = value;
    }
    if (challenge.scheme == Challenge::Scheme::digest && challenge.nonce.empty())
        return fail(Errc::malformed, "the camera's challenge has no nonce");
    return challenge;
}

// A quotation mark of the server's must not end our own quoted text.
std::string in_quotes(std::string_view text) {
    std::string result = "\"";
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') result += '\\';
        if (letter != '\r' && letter != '\n') result += letter;
    }
    return result + '"';
}

}  // namespace

Result<Challenge> choose_challenge(const std::vector<std::string>& headers) {
    Result<Challenge> chosen = fail(Errc::malformed, "the camera refuses without saying what it wants");
    for (const auto& header : headers) {
        auto challenge = parse_challenge(header);
        if (challenge && challenge->scheme == Challenge::Scheme::digest) return challenge;
        if (challenge || !chosen) chosen = std::move(challenge);
    }
    return chosen;
}

Secret authorization(const Challenge& challenge, const Credentials& credentials, std::string_view method,
                     std::string_view uri, std::string_view client_nonce, unsigned count) {
    const auto& password = credentials.password.reveal();
    if (challenge.scheme == Challenge::Scheme::basic)
        return Secret("Basic " + to_base64(as_bytes(credentials.user + ":" + password)));
    const auto ha1 = md5(fmt::format("{}:{}:{}", credentials.user, challenge.realm, password));
    const auto ha2 = md5(fmt::format("{}:{}", method, uri));
    const auto numbered = fmt::format("{:08x}:{}:auth", count, client_nonce);
    const auto response = challenge.qop_auth
                              ? md5(fmt::format("{}:{}:{}:{}", ha1, challenge.nonce, numbered, ha2))
                              : md5(fmt::format("{}:{}:{}", ha1, challenge.nonce, ha2));
    auto header = fmt::format("Digest username={}, realm={}, nonce={}, uri={}, response=\"{}\"",
                              in_quotes(credentials.user), in_quotes(challenge.realm),
                              in_quotes(challenge.nonce), in_quotes(uri), response);
    if (challenge.qop_auth)
        header += fmt::format(", qop=auth, nc={:08x}, cnonce={}", count, in_quotes(client_nonce));
    if (!challenge.opaque.empty()) header += ", opaque=" + in_quotes(challenge.opaque);
    return Secret(std::move(header));
}

}  // namespace gantry::net::rtsp
