#include "rtc/srtp/cipher.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <cassert>
#include <stdexcept>

namespace gantry::rtc::srtp {
namespace {

constexpr std::size_t mac_key_bytes = 20;
constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t counter_bytes = 16;

const unsigned char* raw(BytesView bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* raw(std::span<std::byte> bytes) {
    return reinterpret_cast<unsigned char*>(bytes.data());
}

void require(bool ok) {
    if (!ok) throw std::runtime_error("SRTP: OpenSSL refused to work");
}

struct Labels {
    Label encryption;
    Label authentication;
    Label salt;
};

Labels labels_of(Cipher::Packets packets) {
    switch (packets) {
        case Cipher::Packets::rtp:
            return {Label::rtp_encryption, Label::rtp_authentication, Label::rtp_salt};
        case Cipher::Packets::rtcp:
            return {Label::rtcp_encryption, Label::rtcp_authentication, Label::rtcp_salt};
    }
    return {};
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

Cipher::Cipher(Profile with, const MasterKey& master, Packets packets, Direction direction)
    : profile(with), aes_(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free), mac_(nullptr, EVP_MAC_CTX_free) {
    const auto labels = labels_of(packets);
    const auto key = derive(master, labels.encryption, key_bytes);
    std::ranges::copy(derive(master, labels.salt, salt_bytes(profile)), salt_.begin());
    const auto* kind = profile == Profile::aes_128_gcm ? EVP_aes_128_gcm() : EVP_aes_128_ctr();
    const int sealing = direction == Direction::seal ? 1 : 0;
    require(aes_ != nullptr && EVP_CipherInit_ex(aes_.get(), kind, nullptr, raw(key), nullptr, sealing) == 1);
    if (profile == Profile::aes_128_cm_sha1_80) {
        mac_.reset(make_hmac(derive(master, labels.authentication, mac_key_bytes)));
    }
}

void Cipher::begin(BytesView ssrc, std::uint64_t index) {
    // GCM: 00 00 | SSRC | index. CM: SSRC * 2^64 XOR index * 2^16, the last two bytes count blocks.
    std::array<std::byte, counter_bytes> start{};
    const bool gcm = profile == Profile::aes_128_gcm;
    const auto source = std::span(start).subspan(gcm ? 2 : 4);
    const auto number = std::span(start).subspan(gcm ? 6 : 8);
    std::ranges::copy(ssrc.first(4), source.begin());
    write_be32(number, static_cast<std::uint32_t>(index >> 16));
    write_be16(number.subspan(4), static_cast<std::uint16_t>(index));
    for (std::size_t i = 0; i < (gcm ? nonce_bytes : salt_.size()); ++i)
        start[i] ^= salt_[i];
    require(EVP_CipherInit_ex(aes_.get(), nullptr, nullptr, nullptr, raw(BytesView(start)), -1) == 1);
}

void Cipher::add_associated(BytesView bytes) {
    int written = 0;
    require(EVP_CipherUpdate(aes_.get(), nullptr, &written, raw(bytes), static_cast<int>(bytes.size())) == 1);
}

void Cipher::crypt(std::span<std::byte> to, BytesView from) {
    if (from.empty()) return;
    int written = 0;
    require(EVP_CipherUpdate(aes_.get(), raw(to), &written, raw(from), static_cast<int>(from.size())) == 1);
}

void Cipher::finish(std::span<std::byte> tag) {
    int written = 0;
    require(EVP_CipherFinal_ex(aes_.get(), raw(tag), &written) == 1);
    require(EVP_CIPHER_CTX_ctrl(aes_.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tag_bytes(profile)),
                                raw(tag)) == 1);
}

bool Cipher::verify(BytesView tag) {
    int written = 0;
    std::array<std::byte, longest_tag> copy{};  // OpenSSL wants to be able to write
    std::ranges::copy(tag, copy.begin());
    require(EVP_CIPHER_CTX_ctrl(aes_.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(tag.size()),
                                copy.data()) == 1);
    std::array<std::byte, longest_tag> none{};
    return EVP_CipherFinal_ex(aes_.get(), raw(std::span<std::byte>(none)), &written) == 1;
}

std::array<std::byte, 20> Cipher::authenticate(BytesView packet, BytesView more) {
    assert(mac_ != nullptr);
    std::array<std::byte, 20> tag{};
    std::size_t written = 0;
    require(EVP_MAC_init(mac_.get(), nullptr, 0, nullptr) == 1 &&
            EVP_MAC_update(mac_.get(), raw(packet), packet.size()) == 1 &&
            EVP_MAC_update(mac_.get(), raw(more), more.size()) == 1 &&
            EVP_MAC_final(mac_.get(), raw(std::span<std::byte>(tag)), &written, tag.size()) == 1);
    return tag;
}

}  // namespace gantry::rtc::srtp
