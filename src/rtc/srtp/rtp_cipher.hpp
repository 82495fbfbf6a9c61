// Encrypts outgoing RTP packets of one viewer: AES-128-GCM or AES-128-CM with HMAC-SHA1-80, by OpenSSL. A
// packet costs no allocation. Owned by one sender; used on the loop's thread.
#pragma once

#include <span>

#include "base/bytes.hpp"
#include "rtc/srtp/cipher.hpp"

namespace gantry::rtc::srtp {

class RtpCipher {
public:
    RtpCipher(Profile profile, const MasterKey& master);  // throws std::runtime_error when OpenSSL refuses

    std::size_t overhead() const { return tag_bytes(cipher_.profile); }
    // `packet` holds the header, `header` bytes long with its extension, at its start; the payload is
    // `prefix` and `body` one after the other, taken from where they are. Writes ciphertext and tag behind
    // the header and returns the packet's length. `index` is the extended sequence number: the low 16 bits
    // are the header's, those above count its wraps. An index must not be reused with other contents.
    std::size_t protect(std::span<std::byte> packet, std::size_t header, BytesView prefix, BytesView body,
                        std::uint64_t index);

private:
    Cipher cipher_;
};

}  // namespace gantry::rtc::srtp
