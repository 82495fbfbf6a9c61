// Seals texts at rest with a key file of mode 0600 (libsodium secretbox). Any thread after construction.
#pragma once

#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace gantry {

class Vault {
public:
    // Makes the key when there is none. Throws std::runtime_error when it cannot, or when others may read it.
    explicit Vault(const std::string& key_path);

    std::string seal(const Secret& secret) const;
    // Errc::storage: not sealed with this key.
    Result<Secret> open(const std::string& sealed) const;
    // Another key of 32 bytes, always the same for the same purpose; it tells nothing about this one.
    Secret key_for(const std::string& purpose) const;

private:
    Secret key_;
};

}  // namespace gantry
