#include "cloud/relay/configuration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <functional>
#include <optional>

#include "net/http/url.hpp"

namespace gantry::cloud::relay {
namespace {

// Networks of nobody else's than ours, or of no host (RFC 6890).
constexpr const char* private_networks[] = {
    "0.0.0.0-0.255.255.255",
    "10.0.0.0-10.255.255.255",
    "100.64.0.0-100.127.255.255",
    "127.0.0.0-127.255.255.255",
    "169.254.0.0-169.254.255.255",
    "172.16.0.0-172.31.255.255",
    "192.0.0.0-192.0.0.255",
    "192.0.2.0-192.0.2.255",
    "192.88.99.0-192.88.99.255",
    "192.168.0.0-192.168.255.255",
    "198.18.0.0-198.19.255.255",
    "198.51.100.0-198.51.100.255",
    "203.0.113.0-203.0.113.255",
    "240.0.0.0-255.255.255.255",
    "::1",
    "64:ff9b::-64:ff9b::ffff:ffff",
    "::ffff:0.0.0.0-::ffff:255.255.255.255",
    "100::-100::ffff:ffff:ffff:ffff",
    "2001::-2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
    "2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
};

bool is_address(const std::string& text) {
    boost::system::error_code error;
    boost::asio::ip::make_address(text, error);
    return !error;
}

bool is_loopback(const std::string& text) {
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(text, error);
    return !error && address.is_loopback();
}

// The two ends of an address or of FIRST-LAST; nothing when it is neither.
std::optional<std::pair<boost::asio::ip::address, boost::asio::ip::address>> ends_of(
    const std::string& text) {
    const auto dash = text.find('-');
    boost::system::error_code error;
    const auto first = boost::asio::ip::make_address(text.substr(0, dash), error);
    if (error) return std::nullopt;
    const auto last =
        dash == std::string::npos ? first : boost::asio::ip::make_address(text.substr(dash + 1), error);
    if (error || first.is_v4() != last.is_v4()) return std::nullopt;
    return std::pair{first, last};
}

bool has_loopback(const boost::asio::ip::address& first, const boost::asio::ip::address& last) {
    namespace ip = boost::asio::ip;
    if (first.is_v6()) return first <= ip::address_v6::loopback() && last >= ip::address_v6::loopback();
    return first <= ip::make_address_v4("127.255.255.255") && last >= ip::make_address_v4("127.0.0.0");
}

// coturn compares addresses, not ports: what a peer address lets through, it lets through on every port.
void add_peer_rules(const Options& options, const Addresses& addresses,
                    const std::function<void(std::string_view)>& add) {
    add("no-multicast-peers");
    add("no-tcp-relay");  // RFC 6062: connections to peers, which video never needs
    for (const auto* network : private_networks)
        add(std::string("denied-peer-ip=") + network);
    for (const auto& address : addresses.others)
        add("denied-peer-ip=" + address);
    for (const auto& address : addresses.relayed)
        add("allowed-peer-ip=" + address);
    if (!options.external_address.empty()) add("allowed-peer-ip=" + options.external_address);
    for (const auto& peer : options.allowed_peers)
        add("allowed-peer-ip=" + peer);
    // Without it coturn refuses what the list above allows: the relay's own address, of a demonstration.
    if (std::ranges::any_of(addresses.relayed, is_loopback)) add("allow-loopback-peers");
}

// Nothing that could begin a line of its own in the file.
bool is_plain(const std::string& text) {
    return std::ranges::all_of(text, [](unsigned char c) { return c >= ' ' && c != 0x7f; });
}

std::unexpected<Error> malformed(const char* option, const std::string& what) {
    return fail(Errc::malformed, fmt::format("{}: {}", option, what));
}

}  // namespace

Result<> check(const Options& options) {
    for (const auto& address : options.addresses)
        if (!is_address(address)) return malformed("--relay-address", address + " is not an IP address");
    if (!options.external_address.empty() && !is_address(options.external_address))
        return malformed("--relay-external-address", options.external_address + " is not an IP address");
    for (const auto& peer : options.allowed_peers) {
        const auto ends = ends_of(peer);
        if (!ends)
            return malformed("--relay-allow-peer", peer + " is neither an address nor a range FIRST-LAST");
        if (has_loopback(ends->first, ends->second))
            return malformed("--relay-allow-peer",
                             peer + " is this machine itself, which is never relayed to");
    }
    if (options.relayed.first < 1024 || options.relayed.first > options.relayed.last)
        return malformed("--relay-ports", "wanted FIRST-LAST between 1024 and 65535");
    if (options.certificate.empty() != options.key.empty())
        return malformed("--relay-certificate", "needs --relay-key, and the other way round");
    if (!is_plain(options.certificate) || !is_plain(options.key))
        return malformed("--relay-certificate", "a control character in a file name");
    return {};
}

Result<Addresses> addresses_of(const Options& options, const std::vector<net::Interface>& interfaces,
                               const std::vector<std::string>& ipv6,
                               const std::optional<std::string>& outward) {
    Addresses addresses{.relayed = options.addresses, .others = {}};
    if (addresses.relayed.empty() && outward) addresses.relayed.push_back(*outward);
    const auto is_ours = [](const net::Interface& one) { return !one.loopback; };
    if (addresses.relayed.empty())
        if (const auto first = std::ranges::find_if(interfaces, is_ours); first != interfaces.end())
            addresses.relayed.push_back(first->address);
    if (addresses.relayed.empty())
        return fail(
            Errc::not_found,
            "this machine has no address but its loopback; for a demonstration on it alone name that: "
            "--relay-address 127.0.0.1");
    const auto add_other = [&addresses](const std::string& address) {
        if (std::ranges::find(addresses.relayed, address) == addresses.relayed.end())
            addresses.others.push_back(address);
    };
    for (const auto& one : interfaces)
        add_other(one.address);
    std::ranges::for_each(ipv6, add_other);
    return addresses;
}

std::string configuration(const Options& options, const Secret& secret, const Addresses& addresses,
                          const std::string& folder, const std::string& user, const std::string& pid_file) {
    std::string text;
    const auto add = [&text](std::string_view line) { text.append(line).push_back('\n'); };
    for (const auto& address : options.addresses)
        add("listening-ip=" + address);
    for (const auto& address : addresses.relayed)
        add("relay-ip=" + address);
    add(fmt::format("listening-port={}", options.port));
    if (!options.external_address.empty()) add("external-ip=" + options.external_address);
    add(fmt::format("min-port={}", options.relayed.first));
    add(fmt::format("max-port={}", options.relayed.last));
    add("use-auth-secret");
    add("static-auth-secret=" + secret.reveal());
    add("realm=gantry");
    add("fingerprint");
    if (options.has_tls()) {
        add(fmt::format("tls-listening-port={}", options.tls_port));
        add("cert=" + options.certificate);
        add("pkey=" + options.key);
        add("no-tlsv1");
        add("no-tlsv1_1");
    } else {
        add("no-tls");
    }
    add("no-dtls");  // no browser speaks it
    add("no-cli");
    add("no-rfc5780");
    add("no-stun-backward-compatibility");
    add_peer_rules(options, addresses, add);
    add(fmt::format("user-quota={}", options.allocations_of_one));
    add(fmt::format("total-quota={}", options.allocations));
    add(fmt::format("max-bps={}", options.bytes_per_second));
    add("stale-nonce=600");
    add("log-file=stdout");
    add("simple-log");
    add("pidfile=" + pid_file);
    // Not used for accounts, but without one that its user can write the first of each thread is refused.
    add("userdb=" + folder + "/turndb");
    if (!user.empty()) {
        add("proc-user=" + user);
        add("proc-group=" + user);
    }
    return text;
}

Urls urls(const Options& options, const std::string& host_of_cloud) {
    const auto host = net::http::bracketed(options.public_host.empty() ? host_of_cloud : options.public_host);
    Urls urls{.stun = fmt::format("{}:{}", host, options.port), .turn = {}};
    urls.turn.push_back(fmt::format("turn:{}:{}?transport=udp", host, options.port));
    urls.turn.push_back(fmt::format("turn:{}:{}?transport=tcp", host, options.port));
    if (options.has_tls())
        urls.turn.push_back(fmt::format("turns:{}:{}?transport=tcp", host, options.tls_port));
    return urls;
}

}  // namespace gantry::cloud::relay
