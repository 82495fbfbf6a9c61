#include "cloud/second_factor/totp.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

#include "base/hmac.hpp"

namespace gantry::cloud::second_factor {
namespace {

constexpr long long step_seconds = 30;

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (const unsigned char c : text) {
        const bool plain = std::isalnum(c) != 0 || c == '-' || c == '.' || c == '_' || c == '~';
        encoded += plain ? std::string(1, static_cast<char>(c)) : fmt::format("%{:02X}", c);
    }
    return encoded;
}

}  // namespace

long long step_of(Time time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count() / step_seconds;
}

std::string totp(const Secret& secret, long long step) {
    std::array<std::byte, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i)
        counter[i] = static_cast<std::byte>(static_cast<std::uint64_t>(step) >> (8 * (7 - i)));
    const auto digest = hmac_sha1(as_bytes(secret.reveal()), counter);
    const auto at = std::to_integer<std::size_t>(digest[19] & std::byte{0x0f});
    const auto number = read_be32(digest, at) & 0x7fff'ffffU;
    return fmt::format("{:06}", number % 1'000'000);
}

std::optional<long long> matching_step(const Secret& secret, std::string_view code, Time now,
                                       long long last) {
    if (code.size() != totp_digits) return std::nullopt;
    std::optional<long long> found;
    for (const long long step : {step_of(now) - 1, step_of(now), step_of(now) + 1}) {
        const auto expected = totp(secret, step);
        if (sodium_memcmp(expected.data(), code.data(), totp_digits) == 0 && step > last) found = step;
    }
    return found;
}

std::string base32(std::string_view bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    std::uint32_t pending = 0;
    int bits = 0;
    for (const unsigned char byte : bytes) {
        pending = (pending << 8U | byte) & 0xffffU;
        for (bits += 8; bits >= 5; bits -= 5)
            text += alphabet[pending >> static_cast<unsigned>(bits - 5) & 31U];
    }
    if (bits > 0) text += alphabet[pending << static_cast<unsigned>(5 - bits) & 31U];
    return text;
}

std::string provisioning_uri(const Secret& secret, const std::string& account, const std::string& issuer) {
    const auto name = percent_encoded(issuer);
    return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}", name, percent_encoded(account),
                       base32(secret.reveal()), name);
}

}  // namespace gantry::cloud::second_factor
