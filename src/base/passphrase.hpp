// Seals a text with a passphrase that a person remembers, for files that leave the machine (libsodium:
// argon2id and XSalsa20-Poly1305). Pure, but each call takes up to a second and 64 MiB: for pool threads, one
// at a time.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <string>

#include "base/password.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

namespace gantry {

// What is needed besides the passphrase to open it; all of it may be read by anybody.
struct SealedText {
    std::string salt;  // base64
    std::uint32_t passes = 0;
    std::uint32_t memory_kib = 0;
    std::string box;  // base64: nonce and ciphertext
};
BOOST_DESCRIBE_STRUCT(SealedText, (), (salt, passes, memory_kib, box))

SealedText seal_with(const Secret& passphrase, const Secret& text, HashCost cost = HashCost::interactive);
// Errors: malformed (not sealed by us), too_large (wants more time or memory than we give), rejected (another
// passphrase, or somebody changed it).
Result<Secret> open_with(const Secret& passphrase, const SealedText& sealed);

}  // namespace gantry
