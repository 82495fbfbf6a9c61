#include "rtc/srtp/rtp_cipher.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <cassert>
#include <cstring>
#include <stdexcept>

namespace gantry::rtc::srtp {
namespace {

constexpr std::size_t mac_key_bytes = 20;
constexpr std::size_t sha1_bytes = 20;
constexpr std::size_t ssrc_offset = 8;

const unsigned char* raw(BytesView bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* raw(std::span<std::byte> bytes) {
    return reinterpret_cast<unsigned char*>(bytes.data());
}

// Our own mistake or a broken OpenSSL: sending the packet as it is would leak it.
void require(bool ok) {
    if (!ok) throw std::runtime_error("SRTP: OpenSSL refused to encrypt");
}

std::uint32_t roll_over_counter(std::uint64_t index) {
    return static_cast<std::uint32_t>(index >> 16);
}

void mix(std::span<std::byte> target, BytesView with) {
    for (std::size_t i = 0; i < target.size(); ++i)
        target[i] ^= with[i];
}

// RFC 7714 section 8.1: 00 00 | SSRC | ROC | SEQ.
std::array<std::byte, 12> gcm_nonce(BytesView ssrc, std::uint64_t index) {
    std::array<std::byte, 12> nonce{};
    std::memcpy(nonce.data() + 2, ssrc.data(), 4);
    write_be32(std::span(nonce).subspan(6), roll_over_counter(index));
    write_be16(std::span(nonce).subspan(10), static_cast<std::uint16_t>(index));
    return nonce;
}

// RFC 3711 section 4.1.1: SSRC * 2^64 XOR index * 2^16.
std::array<std::byte, 16> cm_counter(BytesView ssrc, std::uint64_t index) {
    std::array<std::byte, 16> counter{};
    std::memcpy(counter.data() + 4, ssrc.data(), 4);
    write_be32(std::span(counter).subspan(8), roll_over_counter(index));
    write_be16(std::span(counter).subspan(12), static_cast<std::uint16_t>(index));
    return counter;
}

EVP_MAC_CTX* make_hmac(BytesView key) {
    const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> hmac(EVP_MAC_fetch(nullptr, "HMAC", nullptr),
                                                                 EVP_MAC_free);
    require(hmac != nullptr);
    auto* context = EVP_MAC_CTX_new(hmac.get());
    require(context != nullptr);
    std::array<char, 5> digest{"SHA1"};
    const std::array parameters{OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
                                OSSL_PARAM_construct_end()};
    require(EVP_MAC_init(context, raw(key), key.size(), parameters.data()) == 1);
    return context;
}

}  // namespace

RtpCipher::RtpCipher(Profile profile, const MasterKey& master)
    : profile_(profile), cipher_(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free), mac_(nullptr, EVP_MAC_CTX_free) {
    const auto key = derive(master, Label::rtp_encryption, key_bytes);
    const auto salt = derive(master, Label::rtp_salt, salt_bytes(profile));
    std::ranges::copy(salt, salt_.begin());
    const auto* kind = profile == Profile::aes_128_gcm ? EVP_aes_128_gcm() : EVP_aes_128_ctr();
    require(cipher_ != nullptr && EVP_EncryptInit_ex(cipher_.get(), kind, nullptr, raw(key), nullptr) == 1);
    if (profile == Profile::aes_128_cm_sha1_80) {
        mac_.reset(make_hmac(derive(master, Label::rtp_authentication, mac_key_bytes)));
    }
}

RtpCipher::~RtpCipher() = default;
RtpCipher::RtpCipher(RtpCipher&&) noexcept = default;
RtpCipher& RtpCipher::operator=(RtpCipher&&) noexcept = default;

std::size_t RtpCipher::protect(std::span<std::byte> packet, std::size_t header, BytesView prefix,
                               BytesView body, std::uint64_t index) {
    const auto length = header + prefix.size() + body.size() + overhead();
    assert(packet.size() >= length);
    switch (profile_) {
        case Profile::aes_128_gcm:
            seal_gcm(packet, header, prefix, body, index);
            break;
        case Profile::aes_128_cm_sha1_80:
            seal_cm(packet, header, prefix, body, index);
            break;
    }
    return length;
}

void RtpCipher::encrypt(std::span<std::byte> to, BytesView prefix, BytesView body) {
    int written = 0;
    if (!prefix.empty()) {
        require(EVP_EncryptUpdate(cipher_.get(), raw(to), &written, raw(prefix),
                                  static_cast<int>(prefix.size())) == 1);
    }
    require(EVP_EncryptUpdate(cipher_.get(), raw(to.subspan(prefix.size())), &written, raw(body),
                              static_cast<int>(body.size())) == 1);
}

void RtpCipher::seal_gcm(std::span<std::byte> packet, std::size_t header, BytesView prefix, BytesView body,
                         std::uint64_t index) {
    auto nonce = gcm_nonce(packet.subspan(ssrc_offset, 4), index);
    mix(nonce, BytesView(salt_).first(nonce.size()));
    auto* cipher = cipher_.get();
    int written = 0;
    require(EVP_EncryptInit_ex(cipher, nullptr, nullptr, nullptr, raw(BytesView(nonce))) == 1);
    require(EVP_EncryptUpdate(cipher, nullptr, &written, raw(BytesView(packet)), static_cast<int>(header)) ==
            1);
    encrypt(packet.subspan(header), prefix, body);
    const auto end = header + prefix.size() + body.size();
    require(EVP_EncryptFinal_ex(cipher, raw(packet.subspan(end)), &written) == 1);
    require(EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_GET_TAG, static_cast<int>(overhead()),
                                raw(packet.subspan(end))) == 1);
}

void RtpCipher::seal_cm(std::span<std::byte> packet, std::size_t header, BytesView prefix, BytesView body,
                        std::uint64_t index) {
    auto counter = cm_counter(packet.subspan(ssrc_offset, 4), index);
    mix(std::span(counter).first(salt_.size()), salt_);
    require(EVP_EncryptInit_ex(cipher_.get(), nullptr, nullptr, nullptr, raw(BytesView(counter))) == 1);
    encrypt(packet.subspan(header), prefix, body);

    const auto end = header + prefix.size() + body.size();
    std::array<std::byte, 4> roll_over{};
    write_be32(roll_over, roll_over_counter(index));
    std::array<std::byte, sha1_bytes> tag{};
    std::size_t written = 0;
    require(EVP_MAC_init(mac_.get(), nullptr, 0, nullptr) == 1 &&
            EVP_MAC_update(mac_.get(), raw(BytesView(packet)), end) == 1 &&
            EVP_MAC_update(mac_.get(), raw(BytesView(roll_over)), roll_over.size()) == 1 &&
            EVP_MAC_final(mac_.get(), raw(std::span<std::byte>(tag)), &written, tag.size()) == 1);
    std::memcpy(packet.data() + end, tag.data(), overhead());
}

}  // namespace gantry::rtc::srtp
