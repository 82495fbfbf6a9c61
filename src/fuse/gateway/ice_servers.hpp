// STUN and TURN servers as the Cloud names them. Pure; any thread.
#pragma once

#include <vector>

#include "farm/gateway/messages.hpp"
#include "rtc/engine.hpp"

namespace gantry::fuse::gateway {

// "turn:host:port?transport=udp" and the like; what we cannot use (turns, other transports) is left out, and
// so is everything beyond eight.
std::vector<rtc::IceServer> ice_servers_of(const std::vector<farm::gateway::IceServer>& servers);

}  // namespace gantry::fuse::gateway
