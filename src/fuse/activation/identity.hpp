// This Fuse's own Ed25519 key. Value; any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace gantry::fuse::activation {

class Identity {
public:
    static Identity make();
    // What secret() gave. Errors: malformed.
    static Result<Identity> from(const Secret& secret);

    Secret secret() const { return secret_; }
    std::string public_key() const;                 // base64url
    std::string sign(std::string_view text) const;  // base64url

private:
    explicit Identity(Secret secret) : secret_(std::move(secret)) {}
    Secret secret_;  // base64url of libsodium's 64 bytes
};

}  // namespace gantry::fuse::activation
