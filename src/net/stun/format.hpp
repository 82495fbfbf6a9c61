// Numbers of STUN and TURN messages on the wire: RFC 8489, sections 5 and 18; RFC 8656, section 18.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gantry::net::stun {

inline constexpr std::uint32_t cookie = 0x2112A442;
inline constexpr std::size_t integrity_bytes = 20;

enum Attribute : std::uint16_t {
    username = 0x0006,
    message_integrity = 0x0008,
    error_code = 0x0009,
    lifetime = 0x000D,
    xor_peer_address = 0x0012,
    data = 0x0013,
    realm = 0x0014,
    nonce = 0x0015,
    xor_relayed_address = 0x0016,
    requested_transport = 0x0019,
    xor_mapped_address = 0x0020
};

}  // namespace gantry::net::stun
