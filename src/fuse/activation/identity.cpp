#include "fuse/activation/identity.hpp"

#include <sodium.h>

#include "base/bytes.hpp"

namespace gantry::fuse::activation {
namespace {

const unsigned char* raw(BytesView bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

Identity Identity::make() {
    std::array<std::byte, crypto_sign_PUBLICKEYBYTES> public_key{};
    std::array<std::byte, crypto_sign_SECRETKEYBYTES> secret{};
    crypto_sign_keypair(reinterpret_cast<unsigned char*>(public_key.data()),
                        reinterpret_cast<unsigned char*>(secret.data()));
    Identity identity{Secret(to_base64url(secret))};
    sodium_memzero(secret.data(), secret.size());
    return identity;
}

Result<Identity> Identity::from(const Secret& secret) {
    const auto bytes = from_base64url(secret.reveal());
    if (!bytes || bytes->size() != crypto_sign_SECRETKEYBYTES)
        return fail(Errc::malformed, "not an Ed25519 key");
    return Identity(secret);
}

std::string Identity::public_key() const {
    const auto secret = from_base64url(secret_.reveal());
    std::array<std::byte, crypto_sign_PUBLICKEYBYTES> public_key{};
    crypto_sign_ed25519_sk_to_pk(reinterpret_cast<unsigned char*>(public_key.data()), raw(*secret));
    return to_base64url(public_key);
}

std::string Identity::sign(std::string_view text) const {
    const auto secret = from_base64url(secret_.reveal());
    std::array<std::byte, crypto_sign_BYTES> signature{};
    crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, raw(as_bytes(text)),
                         text.size(), raw(*secret));
    return to_base64url(signature);
}

}  // namespace gantry::fuse::activation
