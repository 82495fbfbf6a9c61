#include "rtc/srtp/keys.hpp"

#include <openssl/evp.h>

#include <cassert>
#include <memory>
#include <stdexcept>

namespace gantry::rtc::srtp {
namespace {

constexpr std::size_t counter_salt_bytes = 14;
constexpr std::size_t label_position = 7;

Bytes copy(BytesView bytes) {
    return {bytes.begin(), bytes.end()};
}

}  // namespace

Keys split_keys(Profile profile, BytesView material, bool we_are_client) {
    const auto salt = salt_bytes(profile);
    assert(material.size() == 2 * (key_bytes + salt));
    MasterKey client{.key = copy(material.subspan(0, key_bytes)),
                     .salt = copy(material.subspan(2 * key_bytes, salt))};
    MasterKey server{.key = copy(material.subspan(key_bytes, key_bytes)),
                     .salt = copy(material.subspan(2 * key_bytes + salt, salt))};
    if (we_are_client) std::swap(client, server);
    return {.profile = profile, .local = std::move(server), .remote = std::move(client)};
}

Bytes derive(const MasterKey& master, Label label, std::size_t length) {
    // AES-CM over zeros, counting from (salt XOR label) * 2^16; GCM's shorter salt is padded with zeros.
    std::array<std::byte, 16> counter{};
    std::ranges::copy(master.salt.begin(),
                      master.salt.begin() + std::min(master.salt.size(), counter_salt_bytes),
                      counter.begin());
    counter[label_position] ^= static_cast<std::byte>(label);

    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> cipher(EVP_CIPHER_CTX_new(),
                                                                                 EVP_CIPHER_CTX_free);
    const Bytes zeros(length);
    Bytes derived(length);
    int written = 0;
    const bool ok = cipher != nullptr &&
                    EVP_EncryptInit_ex(cipher.get(), EVP_aes_128_ctr(), nullptr,
                                       reinterpret_cast<const unsigned char*>(master.key.data()),
                                       reinterpret_cast<const unsigned char*>(counter.data())) == 1 &&
                    EVP_EncryptUpdate(cipher.get(), reinterpret_cast<unsigned char*>(derived.data()),
                                      &written, reinterpret_cast<const unsigned char*>(zeros.data()),
                                      static_cast<int>(length)) == 1;
    if (!ok) throw std::runtime_error("SRTP: key derivation failed");
    return derived;
}

}  // namespace gantry::rtc::srtp
