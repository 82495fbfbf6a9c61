// Whether a STUN or TURN server answers. Owned by the caller's coroutine; the executor's thread only.
#pragma once

#include <chrono>
#include <string>

#include "base/asio.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

namespace gantry::net::stun {

enum class Transport { udp, tcp };

struct Server {
    std::string host;  // an address or a name
    std::uint16_t port = 3478;
    Transport transport = Transport::udp;
    std::string username;  // of a TURN server
    Secret password;
};

// A binding. Errors: timeout, offline (unknown name, refused), malformed, rejected.
awaitable<Result<>> ask_stun(Server server, std::chrono::milliseconds limit);

// An allocation, given back at once. Errors: those of ask_stun, and unauthorized (the credential is refused
// or has expired).
awaitable<Result<>> ask_turn(Server server, std::chrono::milliseconds limit);

}  // namespace gantry::net::stun
