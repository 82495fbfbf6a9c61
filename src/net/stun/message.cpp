#include "net/stun/message.hpp"

#include <openssl/evp.h>

#include <algorithm>

#include "base/hmac.hpp"
#include "net/stun/format.hpp"

namespace gantry::net::stun {
namespace {

enum Type : std::uint16_t { binding = 0x0001, allocate = 0x0003, refresh = 0x0004 };
constexpr std::uint16_t class_mask = 0x0110;
constexpr std::uint16_t success_class = 0x0100;
constexpr std::uint16_t error_class = 0x0110;

constexpr std::size_t max_text = 763;  // RFC 8489, sections 14.9 and 14.10

void put16(Bytes& out, std::size_t value) {
    out.push_back(static_cast<std::byte>(value >> 8));
    out.push_back(static_cast<std::byte>(value));
}

void put32(Bytes& out, std::uint32_t value) {
    put16(out, value >> 16);
    put16(out, value & 0xFFFF);
}

Bytes begin(Type type, const TransactionId& id) {
    Bytes out;
    put16(out, type);
    put16(out, 0);  // the length, known at the end
    put32(out, cookie);
    out.insert(out.end(), id.begin(), id.end());
    return out;
}

void set_length(Bytes& out, std::size_t length) {
    write_be16(std::span(out).subspan(2), static_cast<std::uint16_t>(length));
}

void put(Bytes& out, Attribute type, BytesView value) {
    put16(out, type);
    put16(out, value.size());
    out.insert(out.end(), value.begin(), value.end());
    while (out.size() % 4 != 0)
        out.push_back(std::byte{0});
}

void put(Bytes& out, Attribute type, std::uint32_t value) {
    Bytes bytes;
    put32(bytes, value);
    put(out, type, bytes);
}

// RFC 8489, section 9.2.2: what long-term credentials sign with.
std::array<unsigned char, 16> key_of(const Login& login) {
    const auto text = login.username + ":" + login.realm + ":" + login.password;
    std::array<unsigned char, 16> key{};
    EVP_Digest(text.data(), text.size(), key.data(), nullptr, EVP_md5(), nullptr);
    return key;
}

Bytes finish(Bytes out, const Login* login) {
    if (login != nullptr) {
        put(out, username, as_bytes(login->username));
        put(out, realm, as_bytes(login->realm));
        put(out, nonce, as_bytes(login->nonce));
        set_length(out, out.size() - header_bytes + 4 + integrity_bytes);
        const auto key = key_of(*login);
        put(out, message_integrity, hmac_sha1(std::as_bytes(std::span(key)), out));
    }
    set_length(out, out.size() - header_bytes);
    return out;
}

std::string text_of(BytesView value) {
    return std::string(as_text(value.first(std::min(value.size(), max_text))));
}

void take(Answer& answer, std::size_t type, BytesView value) {
    switch (type) {
        case xor_mapped_address:
        case xor_relayed_address:
            answer.has_address = true;
            break;
        case error_code:
            if (value.size() >= 4)
                answer.error = (std::to_integer<int>(value[2]) & 7) * 100 + std::to_integer<int>(value[3]);
            break;
        case realm:
            answer.realm = text_of(value);
            break;
        case nonce:
            answer.nonce = text_of(value);
            break;
        default:  // not our enum: servers send what they like
            break;
    }
}

}  // namespace

Bytes binding_request(const TransactionId& id) {
    return finish(begin(binding, id), nullptr);
}

Bytes allocate_request(const TransactionId& id, const Login* login) {
    auto out = begin(allocate, id);
    put(out, requested_transport, std::uint32_t{17} << 24);  // UDP
    put(out, lifetime, 60);
    return finish(std::move(out), login);
}

Bytes release_request(const TransactionId& id, const Login& login) {
    auto out = begin(refresh, id);
    put(out, lifetime, 0);
    return finish(std::move(out), &login);
}

Result<std::size_t> message_size(BytesView header) {
    if (header.size() < header_bytes || (std::to_integer<int>(header[0]) & 0xC0) != 0)
        return fail(Errc::malformed, "not a STUN message");
    if (read_be32(header, 4) != cookie) return fail(Errc::malformed, "not a STUN message");
    const std::size_t size = header_bytes + read_be16(header, 2);
    if (size % 4 != 0) return fail(Errc::malformed, "a STUN message of odd length");
    if (size > max_message_bytes) return fail(Errc::too_large, "a STUN message beyond 2 KiB");
    return size;
}

Result<Answer> parse_answer(BytesView message, const TransactionId& id) {
    const auto size = message_size(message);
    if (!size) return std::unexpected(size.error());
    if (*size != message.size()) return fail(Errc::malformed, "a STUN message of another length");
    if (!std::ranges::equal(message.subspan(8, id.size()), id))
        return fail(Errc::not_found, "the answer to another question");
    const auto type = read_be16(message, 0);
    if ((type & class_mask) != success_class && (type & class_mask) != error_class)
        return fail(Errc::malformed, "not an answer");
    Answer answer{.success = (type & class_mask) == success_class};
    auto rest = message.subspan(header_bytes);
    while (rest.size() >= 4) {
        const std::size_t length = read_be16(rest, 2);
        if (length > rest.size() - 4) return fail(Errc::malformed, "an attribute beyond its message");
        take(answer, read_be16(rest, 0), rest.subspan(4, length));
        rest = rest.subspan(std::min(rest.size(), 4 + (length + 3) / 4 * 4));
    }
    return answer;
}

}  // namespace gantry::net::stun
