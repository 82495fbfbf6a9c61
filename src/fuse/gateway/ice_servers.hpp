// STUN and TURN servers as the Cloud names them. The first is a pure function; the second is for the event
// loop.
#pragma once

#include <string>
#include <vector>

#include "base/asio.hpp"
#include "base/secret.hpp"
#include "farm/gateway/messages.hpp"
#include "rtc/engine.hpp"

namespace gantry::fuse::gateway {

// "turn:host:port?transport=udp" and the like; what we cannot use (turns, other transports) is left out, and
// so is everything beyond eight.
std::vector<rtc::IceServer> ice_servers_of(const std::vector<farm::gateway::IceServer>& servers);

// Asks the Cloud which ones live video would use, with a credential of this Fuse. Errors: those of fetch, and
// rejected (its answer is none; it may be older than this Fuse).
awaitable<Result<std::vector<rtc::IceServer>>> fetch_ice_servers(std::string cloud_url, Secret device_token);

}  // namespace gantry::fuse::gateway
