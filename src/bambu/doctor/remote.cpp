#include "bambu/doctor/remote.hpp"

#include <fmt/format.h>

namespace gantry::bambu::doctor {
namespace {

constexpr std::chrono::seconds udp_limit{4};

Finding credentials_come(const cloud::TtCode& code, LocalPicture local) {
    const auto seen = fmt::format("Bambu's cloud gives camera credentials (region {}).", code.region);
    switch (local) {
        case LocalPicture::comes:
            return passed(seen +
                          " If its remote view is choppy, use the local stream instead: it works here.");
        case LocalPicture::missing:
            return passed(seen + " Its apps show no video either while the printer's camera gives none.");
        case LocalPicture::unknown:
            return passed(seen);
    }
    return passed(seen);
}

}  // namespace

Finding judge_ttcode(const Result<cloud::TtCode>& code, LocalPicture local) {
    if (code) return credentials_come(*code, local);
    const auto& seen = code.error().detail;
    switch (code.error().code) {
        case Errc::expired:
        case Errc::unauthorized:
            return failed(Cause::token_expired, seen);
        case Errc::forbidden:
            return failed(Cause::ttcode_forbidden, seen);
        case Errc::not_found:
        case Errc::unsupported:
            return failed(Cause::unknown_device, seen);
        default:
            return failed(Cause::bambu_silent, seen);
    }
}

awaitable<Finding> check_ttcode(cloud::BambuClient client, std::string serial, LocalPicture local) {
    co_return judge_ttcode(co_await client.get_ttcode(std::move(serial)), local);
}

awaitable<Finding> check_udp(net::stun::Server server) {
    const auto name = fmt::format("{}:{}", server.host, server.port);
    const auto answer = co_await net::stun::ask_stun(std::move(server), udp_limit);
    if (answer) co_return passed(name + " answers by UDP.");
    co_return failed(Cause::udp_blocked, answer.error().detail + ".");
}

awaitable<Finding> check_relay(net::stun::Server server) {
    const auto name = fmt::format("{}:{}", server.host, server.port);
    const auto answer = co_await net::stun::ask_turn(std::move(server), udp_limit);
    if (answer) co_return passed(name + " relays for this machine.");
    const bool is_refused = answer.error().code == Errc::unauthorized;
    co_return failed(is_refused ? Cause::turn_refused : Cause::turn_silent, answer.error().detail + ".");
}

}  // namespace gantry::bambu::doctor
