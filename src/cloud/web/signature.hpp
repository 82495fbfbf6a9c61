// Ed25519 signatures of Fuses. Pure: any thread.
#pragma once

#include <string_view>

namespace gantry::cloud::web {

// Key and signature as base64url. False also when either is malformed.
bool verify_signature(std::string_view public_key, std::string_view message, std::string_view signature);
bool is_public_key(std::string_view text);

}  // namespace gantry::cloud::web
