// Master keys of one DTLS-SRTP association, and the session keys made of them. Values: any thread.
#pragma once

#include <cstdint>

#include "base/bytes.hpp"

namespace gantry::rtc::srtp {

enum class Profile { aes_128_gcm, aes_128_cm_sha1_80 };

inline constexpr std::size_t key_bytes = 16;
constexpr std::size_t salt_bytes(Profile profile) {
    return profile == Profile::aes_128_gcm ? 12 : 14;
}
constexpr std::size_t tag_bytes(Profile profile) {
    return profile == Profile::aes_128_gcm ? 16 : 10;
}

struct MasterKey {
    Bytes key;
    Bytes salt;
};

struct Keys {
    Profile profile = Profile::aes_128_gcm;
    MasterKey local;   // protects what we send
    MasterKey remote;  // protects what the browser sends
};

// RFC 5764 section 4.2: client key, server key, client salt, server salt.
Keys split_keys(Profile profile, BytesView material, bool we_are_client);

// The key derivation of RFC 3711 section 4.3 with a key derivation rate of zero.
enum class Label : std::uint8_t {
    rtp_encryption = 0,
    rtp_authentication = 1,
    rtp_salt = 2,
    rtcp_encryption = 3,
    rtcp_authentication = 4,
    rtcp_salt = 5
};
Bytes derive(const MasterKey& master, Label label, std::size_t length);

}  // namespace gantry::rtc::srtp
