// The network interfaces of this machine, as they are now. Values; reading them never waits: any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace gantry::net {

// One IPv4 address of an interface that is up.
struct Interface {
    std::string name;
    unsigned index = 0;
    std::string address;
    unsigned prefix = 0;  // length of the network's
    bool loopback = false;
    bool hardware = false;  // a device, or a bridge, bond or VLAN on top of one
    friend bool operator==(const Interface&, const Interface&) = default;
};

std::vector<Interface> interfaces();
// The IPv6 addresses of interfaces that are up, without their zones.
std::vector<std::string> ipv6_addresses();
// The IPv4 address that this machine speaks to the internet from; none without a way there. Sends nothing.
std::optional<std::string> outward_address();

// Those on which printers are: hardware, or all where no hardware is to be seen (containers); always the
// loopback ones, where simulated printers are.
std::vector<Interface> usual_interfaces(const std::vector<Interface>& all);
// Those of these names or addresses.
std::vector<Interface> interfaces_named(const std::vector<Interface>& all,
                                        const std::vector<std::string>& names);

}  // namespace gantry::net
