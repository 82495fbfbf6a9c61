// The maker's own remote view (TUTK), as far as it can be examined without speaking it: whether its cloud
// gives credentials, and whether UDP gets out. The executor's thread.
#pragma once

#include <string>

#include "bambu/cloud/client.hpp"
#include "bambu/doctor/causes.hpp"
#include "net/stun/probe.hpp"

namespace gantry::bambu::doctor {

// What the local stream does meanwhile: both come from one camera.
enum class LocalPicture { unknown, comes, missing };

Finding judge_ttcode(const Result<cloud::TtCode>& code, LocalPicture local);
awaitable<Finding> check_ttcode(cloud::BambuClient client, std::string serial, LocalPicture local);
// Asks a STUN server on the internet.
awaitable<Finding> check_udp(net::stun::Server server);
// Whether a TURN server relays for whoever asks.
awaitable<Finding> check_relay(net::stun::Server server);

}  // namespace gantry::bambu::doctor
