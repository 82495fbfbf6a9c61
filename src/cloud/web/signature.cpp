#include "cloud/web/signature.hpp"

#include <sodium.h>

#include "base/bytes.hpp"

namespace gantry::cloud::web {
namespace {

const unsigned char* raw(BytesView bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

bool is_public_key(std::string_view text) {
    const auto key = from_base64url(text);
    return key && key->size() == crypto_sign_PUBLICKEYBYTES;
}

bool verify_signature(std::string_view public_key, std::string_view message, std::string_view signature) {
    const auto key = from_base64url(public_key);
    const auto signed_by = from_base64url(signature);
    if (!key || key->size() != crypto_sign_PUBLICKEYBYTES) return false;
    if (!signed_by || signed_by->size() != crypto_sign_BYTES) return false;
    return crypto_sign_verify_detached(raw(*signed_by), raw(as_bytes(message)), message.size(), raw(*key)) ==
           0;
}

}  // namespace gantry::cloud::web
