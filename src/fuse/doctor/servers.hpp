// Whether the STUN and TURN servers that live video would use answer this Fuse. The loop's thread. For this
// folder alone.
#pragma once

#include <vector>

#include "base/asio.hpp"
#include "base/checkup.hpp"
#include "rtc/engine.hpp"

namespace gantry::fuse::doctor {

awaitable<Finding> check_stun(std::vector<rtc::IceServer> servers);
awaitable<Finding> check_turn(std::vector<rtc::IceServer> servers);

}  // namespace gantry::fuse::doctor
