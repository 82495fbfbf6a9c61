#include "fuse/gateway/ice_servers.hpp"

#include <charconv>

namespace gantry::fuse::gateway {
namespace {

constexpr std::size_t max_servers = 8;

struct Place {
    std::string host;
    std::uint16_t port = 3478;
};

// "host", "host:port", "[v6]:port"
std::optional<Place> place_of(std::string_view text) {
    Place place;
    auto colon = text.rfind(':');
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == text.npos) return std::nullopt;
        place.host = text.substr(1, end - 1);
        colon = end + 1 < text.size() && text[end + 1] == ':' ? end + 1 : text.npos;
    } else {
        place.host = text.substr(0, colon);
    }
    if (colon != text.npos) {
        const auto digits = text.substr(colon + 1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), place.port);
        if (error != std::errc() || end != digits.data() + digits.size() || place.port == 0)
            return std::nullopt;
    }
    if (place.host.empty() || place.host.size() > 253) return std::nullopt;
    return place;
}

std::optional<rtc::IceServer> server_of(const farm::gateway::IceServer& server) {
    std::string_view url = server.url;
    const auto scheme = url.substr(0, url.find(':'));
    if (scheme.size() == url.size() || (scheme != "stun" && scheme != "turn")) return std::nullopt;
    url.remove_prefix(scheme.size() + 1);
    const auto question = url.find('?');
    const auto transport = question == url.npos ? "" : url.substr(question + 1);
    auto place = place_of(url.substr(0, question));
    if (!place) return std::nullopt;
    rtc::IceServer made{.host = std::move(place->host), .port = place->port};
    if (scheme == "stun") return made;
    if (transport != "" && transport != "transport=udp" && transport != "transport=tcp") return std::nullopt;
    made.kind =
        transport == "transport=tcp" ? rtc::IceServer::Kind::turn_tcp : rtc::IceServer::Kind::turn_udp;
    made.username = server.username;
    made.password = Secret(server.credential);
    return made;
}

}  // namespace

std::vector<rtc::IceServer> ice_servers_of(const std::vector<farm::gateway::IceServer>& servers) {
    std::vector<rtc::IceServer> made;
    for (const auto& server : servers) {
        if (made.size() == max_servers) break;
        if (auto one = server_of(server)) made.push_back(std::move(*one));
    }
    return made;
}

}  // namespace gantry::fuse::gateway
