// Message authentication codes (RFC 2104). Pure: any thread.
#pragma once

#include <array>

#include "base/bytes.hpp"

namespace gantry {

// SHA-1 where a protocol says so (STUN, TOTP, TURN credentials).
std::array<std::byte, 20> hmac_sha1(BytesView key, BytesView message);
std::array<std::byte, 32> hmac_sha256(BytesView key, BytesView message);

}  // namespace gantry
