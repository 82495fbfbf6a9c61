#include "cloud/live/turn.hpp"

#include <fmt/format.h>

#include "base/bytes.hpp"
#include "base/hmac.hpp"
#include "base/random.hpp"

namespace gantry::cloud::live {

std::string turn_credential(const Secret& secret, const std::string& username) {
    return to_base64(hmac_sha1(as_bytes(secret.reveal()), as_bytes(username)));
}

std::vector<farm::gateway::IceServer> ice_servers(const IceOptions& options, const std::string& user,
                                                  const std::string& printer,
                                                  std::chrono::system_clock::time_point now) {
    std::vector<farm::gateway::IceServer> servers;
    servers.reserve(options.stun.size() + options.turn.size());
    for (const auto& address : options.stun)
        servers.push_back({.url = "stun:" + address});
    if (options.turn_secret.empty()) return servers;
    const auto expiry =
        std::chrono::duration_cast<std::chrono::seconds>((now + options.lifetime).time_since_epoch()).count();
    // coturn counts what belongs to one name, the expiry apart: neither what a page that was closed left
    // behind nor the other viewers of a printer may count against a new one.
    const auto username = fmt::format("{}:{}:{}:{}", expiry, user, printer, random_id());
    const auto credential = turn_credential(options.turn_secret, username);
    for (const auto& url : options.turn)
        servers.push_back({url, username, credential});
    return servers;
}

}  // namespace gantry::cloud::live
