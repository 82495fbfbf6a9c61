// The few STUN and TURN messages that a probe sends and reads. Pure functions: any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace gantry::net::stun {

using TransactionId = std::array<std::byte, 12>;
inline constexpr std::size_t header_bytes = 20;
inline constexpr std::size_t max_message_bytes = 2048;

// What a server asks us to prove ourselves with, and the proof's key.
struct Login {
    std::string username;
    std::string realm;
    std::string nonce;
    std::string password;
};

Bytes binding_request(const TransactionId& id);
// Without a login the server answers with its realm and nonce.
Bytes allocate_request(const TransactionId& id, const Login* login);
// Gives the allocation back.
Bytes release_request(const TransactionId& id, const Login& login);

struct Answer {
    bool success = false;
    bool has_address = false;  // the mapped or the relayed one
    int error = 0;             // 401, 438, 486, …
    std::string realm;
    std::string nonce;
};

// How long the message is whose header this is. Errors: malformed, too_large.
Result<std::size_t> message_size(BytesView header);
// Errors: malformed, not_found (another transaction's).
Result<Answer> parse_answer(BytesView message, const TransactionId& id);

}  // namespace gantry::net::stun
