// An IPv4 network that can be scanned: a /16 at most. Value: any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gantry::net {

class Subnet {
public:
    // "192.168.0.0/24"; an address within it stands for the network. Errors say what to write instead:
    // malformed (not CIDR notation, or no place for printers), unsupported (IPv6), too_large (beyond a /16).
    static Result<Subnet> parse(std::string_view text);

    // The addresses that hosts can have: without those of the network and of its broadcast, which a /31 and a
    // /32 do not have.
    std::uint32_t hosts() const;
    // From 0 to hosts() - 1.
    std::string host(std::uint32_t index) const;
    std::string text() const;

private:
    Subnet(std::uint32_t network, unsigned prefix) : network_(network), prefix_(prefix) {}

    std::uint32_t network_;
    unsigned prefix_;
};

}  // namespace gantry::net
