#include "cloud/live/turn.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/bytes.hpp"

namespace gantry::cloud::live {

std::string turn_credential(const Secret& secret, const std::string& username) {
    std::array<std::byte, 20> digest{};
    unsigned length = 0;
    const auto& key = secret.reveal();
    HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(username.data()), username.size(),
         reinterpret_cast<unsigned char*>(digest.data()), &length);
    return to_base64(digest);
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
    const auto username = fmt::format("{}:{}:{}", expiry, user, printer);
    const auto credential = turn_credential(options.turn_secret, username);
    for (const auto& url : options.turn)
        servers.push_back({url, username, credential});
    return servers;
}

}  // namespace gantry::cloud::live
