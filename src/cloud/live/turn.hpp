// STUN and TURN servers with credentials that last minutes and name user and printer (coturn:
// use-auth-secret). Any thread.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/secret.hpp"
#include "farm/gateway/messages.hpp"

namespace gantry::cloud::live {

struct IceOptions {
    std::vector<std::string> stun;  // "127.0.0.1:3478"
    std::vector<std::string> turn;  // "turn:127.0.0.1:3478?transport=udp"
    Secret turn_secret;             // empty: no TURN server is offered
    std::chrono::seconds lifetime{600};
};

// `user` is who connects: a person's id, or a Fuse's. Each answer is a credential of its own, so that the
// relay's quota of one is that of one live view.
std::vector<farm::gateway::IceServer> ice_servers(const IceOptions& options, const std::string& user,
                                                  const std::string& printer,
                                                  std::chrono::system_clock::time_point now);
// base64(HMAC-SHA1(secret, username)), as coturn computes it.
std::string turn_credential(const Secret& secret, const std::string& username);

}  // namespace gantry::cloud::live
