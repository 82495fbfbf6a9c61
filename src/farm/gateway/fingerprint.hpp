// What a person compares to know that both pages speak of the same Fuse. Pure: any thread.
#pragma once

#include <string>
#include <string_view>

namespace gantry::farm::gateway {

// "61ec-782a-b241-b9e1": the start of the SHA-256 of the public key as it is sent (base64url).
std::string fingerprint(std::string_view public_key);

}  // namespace gantry::farm::gateway
