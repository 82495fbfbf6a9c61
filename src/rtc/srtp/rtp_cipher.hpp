// Encrypts outgoing RTP packets of one viewer: AES-128-GCM or AES-128-CM with HMAC-SHA1-80, by OpenSSL. Its
// contexts are made once, so a packet costs no allocation. Owned by one sender; used on the loop's thread.
#pragma once

#include <array>
#include <memory>
#include <span>

#include "base/bytes.hpp"
#include "rtc/srtp/keys.hpp"

struct evp_cipher_ctx_st;
struct evp_mac_ctx_st;

namespace gantry::rtc::srtp {

class RtpCipher {
public:
    RtpCipher(Profile profile, const MasterKey& master);  // throws std::runtime_error when OpenSSL refuses
    ~RtpCipher();
    RtpCipher(RtpCipher&&) noexcept;
    RtpCipher& operator=(RtpCipher&&) noexcept;

    std::size_t overhead() const { return tag_bytes(profile_); }
    // `packet` holds the header, `header` bytes long with its extension, at its start; the payload is
    // `prefix` and `body` one after the other, taken from where they are. Writes ciphertext and tag behind
    // the header and returns the packet's length. `index` is the extended sequence number: the low 16 bits
    // are the header's, those above count its wraps. An index must not be reused with other contents.
    std::size_t protect(std::span<std::byte> packet, std::size_t header, BytesView prefix, BytesView body,
                        std::uint64_t index);

private:
    using CipherContext = std::unique_ptr<evp_cipher_ctx_st, void (*)(evp_cipher_ctx_st*)>;
    using MacContext = std::unique_ptr<evp_mac_ctx_st, void (*)(evp_mac_ctx_st*)>;

    void encrypt(std::span<std::byte> to, BytesView prefix, BytesView body);
    void seal_gcm(std::span<std::byte> packet, std::size_t header, BytesView prefix, BytesView body,
                  std::uint64_t index);
    void seal_cm(std::span<std::byte> packet, std::size_t header, BytesView prefix, BytesView body,
                 std::uint64_t index);

    Profile profile_;
    CipherContext cipher_;
    MacContext mac_;  // CM only
    std::array<std::byte, 14> salt_{};
};

}  // namespace gantry::rtc::srtp
