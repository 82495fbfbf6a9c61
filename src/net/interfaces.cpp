#include "net/interfaces.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <filesystem>
#include <functional>
#include <memory>

namespace gantry::net {
namespace {

namespace fs = std::filesystem;

// What stands below an interface is linked from its folder as lower_NAME. Without /sys nothing is hardware.
bool is_hardware(const fs::path& folder, int depth = 4) {
    std::error_code error;
    if (fs::exists(folder / "device", error)) return true;
    if (depth == 0) return false;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (entry.path().filename().string().starts_with("lower_") && is_hardware(entry.path(), depth - 1))
            return true;
    }
    return false;
}

std::string text_of(const in_addr& address) {
    char text[INET_ADDRSTRLEN] = {};
    inet_ntop(AF_INET, &address, text, sizeof text);
    return text;
}

Interface interface_of(const ifaddrs& entry) {
    Interface found{.name = entry.ifa_name, .index = if_nametoindex(entry.ifa_name)};
    found.address = text_of(reinterpret_cast<const sockaddr_in*>(entry.ifa_addr)->sin_addr);
    if (entry.ifa_netmask != nullptr) {
        const auto mask = reinterpret_cast<const sockaddr_in*>(entry.ifa_netmask)->sin_addr.s_addr;
        found.prefix = static_cast<unsigned>(std::popcount(mask));
    }
    found.loopback = (entry.ifa_flags & IFF_LOOPBACK) != 0;
    found.hardware = !found.loopback && is_hardware(fs::path("/sys/class/net") / found.name);
    return found;
}

// Of the interfaces that are up.
void for_each_address(int family, const std::function<void(const ifaddrs&)>& call) {
    ifaddrs* list = nullptr;
    if (getifaddrs(&list) != 0) return;
    const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> owned(list, freeifaddrs);
    for (const auto* entry = list; entry != nullptr; entry = entry->ifa_next) {
        const bool is_up = (entry->ifa_flags & IFF_UP) != 0;
        if (is_up && entry->ifa_addr != nullptr && entry->ifa_addr->sa_family == family) call(*entry);
    }
}

}  // namespace

std::vector<Interface> interfaces() {
    std::vector<Interface> found;
    for_each_address(AF_INET, [&found](const ifaddrs& entry) { found.push_back(interface_of(entry)); });
    return found;
}

std::vector<std::string> ipv6_addresses() {
    std::vector<std::string> found;
    for_each_address(AF_INET6, [&found](const ifaddrs& entry) {
        char text[INET6_ADDRSTRLEN] = {};
        inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(entry.ifa_addr)->sin6_addr, text,
                  sizeof text);
        found.emplace_back(text);
    });
    return found;
}

std::optional<std::string> outward_address() {
    // RFC 5737: an address of nobody's, which the way to everybody is the way to.
    sockaddr_in somewhere{};
    somewhere.sin_family = AF_INET;
    somewhere.sin_port = htons(9);
    somewhere.sin_addr.s_addr = htonl(0xC0000201);  // 192.0.2.1
    const int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return std::nullopt;
    sockaddr_in ours{};
    socklen_t size = sizeof ours;
    const bool found =
        connect(descriptor, reinterpret_cast<const sockaddr*>(&somewhere), sizeof somewhere) == 0 &&
        getsockname(descriptor, reinterpret_cast<sockaddr*>(&ours), &size) == 0;
    close(descriptor);
    if (!found || ntohl(ours.sin_addr.s_addr) >> 24 == 127) return std::nullopt;
    return text_of(ours.sin_addr);
}

std::vector<Interface> usual_interfaces(const std::vector<Interface>& all) {
    const bool any_hardware = std::ranges::any_of(all, &Interface::hardware);
    std::vector<Interface> usual;
    std::ranges::copy_if(all, std::back_inserter(usual), [any_hardware](const Interface& one) {
        return one.loopback || one.hardware || !any_hardware;
    });
    return usual;
}

std::vector<Interface> interfaces_named(const std::vector<Interface>& all,
                                        const std::vector<std::string>& names) {
    std::vector<Interface> named;
    std::ranges::copy_if(all, std::back_inserter(named), [&names](const Interface& one) {
        return std::ranges::any_of(
            names, [&one](const std::string& name) { return name == one.name || name == one.address; });
    });
    return named;
}

}  // namespace gantry::net
