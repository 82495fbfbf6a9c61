#include "fuse/doctor/servers.hpp"

#include <fmt/format.h>

#include "bambu/doctor/causes.hpp"
#include "net/stun/probe.hpp"

namespace gantry::fuse::doctor {
namespace {

namespace lab = bambu::doctor;
namespace stun = net::stun;
using lab::Cause;
using rtc::IceServer;

constexpr auto limit = 4s;  // per server

bool is_turn(const IceServer& server) {
    return server.kind != IceServer::Kind::stun;
}

stun::Server as_server(const IceServer& server) {
    const bool tcp = server.kind == IceServer::Kind::turn_tcp;
    return {.host = server.host,
            .port = server.port,
            .transport = tcp ? stun::Transport::tcp : stun::Transport::udp,
            .username = server.username,
            .password = server.password};
}

}  // namespace

awaitable<Finding> check_stun(std::vector<IceServer> servers) {
    std::erase_if(servers, is_turn);
    if (servers.empty()) co_return skipped("No STUN server is configured.");
    std::string seen;
    for (const auto& server : servers) {
        auto target = as_server(server);
        const auto answer = co_await stun::ask_stun(std::move(target), limit);
        if (answer) co_return passed(fmt::format("{}:{} answers.", server.host, server.port));
        seen += answer.error().detail + ". ";
    }
    seen.pop_back();
    co_return lab::warned(Cause::stun_silent, seen);
}

awaitable<Finding> check_turn(std::vector<IceServer> servers) {
    std::erase_if(servers, std::not_fn(is_turn));
    if (servers.empty()) co_return lab::warned(Cause::no_relay, "No TURN server is configured.");
    std::string seen;
    bool refused = false;
    for (const auto& server : servers) {
        auto target = as_server(server);
        const auto answer = co_await stun::ask_turn(std::move(target), limit);
        if (answer) co_return passed(fmt::format("{}:{} relays for Fuse.", server.host, server.port));
        refused = refused || answer.error().code == Errc::unauthorized;
        seen += answer.error().detail + ". ";
    }
    seen.pop_back();
    co_return lab::warned(refused ? Cause::turn_refused : Cause::turn_silent, seen);
}

}  // namespace gantry::fuse::doctor
