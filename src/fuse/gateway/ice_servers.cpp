#include "fuse/gateway/ice_servers.hpp"

#include <fmt/format.h>

#include <charconv>

#include "net/http/client.hpp"

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

struct Named {
    std::vector<farm::gateway::IceServer> ice_servers;
};
BOOST_DESCRIBE_STRUCT(Named, (), (ice_servers))

}  // namespace

std::vector<rtc::IceServer> ice_servers_of(const std::vector<farm::gateway::IceServer>& servers) {
    std::vector<rtc::IceServer> made;
    for (const auto& server : servers) {
        if (made.size() == max_servers) break;
        if (auto one = server_of(server)) made.push_back(std::move(*one));
    }
    return made;
}

awaitable<Result<std::vector<rtc::IceServer>>> fetch_ice_servers(std::string cloud_url, Secret device_token) {
    net::http::ClientRequest request{.url = cloud_url + "/api/device/ice-servers", .limit = 8s};
    request.headers["authorization"] = "Bearer " + device_token.reveal();
    const auto answer = co_await net::http::fetch(std::move(request));
    if (!answer) co_return std::unexpected(answer.error());
    if (answer->status != 200)
        co_return fail(Errc::rejected, fmt::format("{} answers with status {}", cloud_url, answer->status));
    const auto named = parse_as<Named>(answer->body);
    if (!named) co_return std::unexpected(named.error());
    co_return ice_servers_of(named->ice_servers);
}

}  // namespace gantry::fuse::gateway
