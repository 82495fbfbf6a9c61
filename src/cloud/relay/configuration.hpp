// What coturn is told: a text of ours from what a person asked for. Pure: any thread.
// Source: turnserver(1) of coturn 4.6, and its denied-peer-ip advice against relaying into private networks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "net/interfaces.hpp"

namespace gantry::cloud::relay {

struct Ports {
    std::uint16_t first = 49'160;
    std::uint16_t last = 49'959;
};

struct Options {
    bool enabled = false;
    // Addresses of this machine that it listens on and relays from; empty: it listens on every one and relays
    // from the one that this machine reaches the world by.
    std::vector<std::string> addresses;
    std::string public_host;  // how browsers and Fuses reach it; empty: as the Cloud itself
    std::string
        external_address;       // what the world sees of this machine behind a one-to-one NAT; may be empty
    std::uint16_t port = 3478;  // UDP and TCP
    std::uint16_t tls_port = 5349;
    std::string certificate;  // PEM files; both empty: no TLS
    std::string key;
    Ports relayed;
    // Private addresses ("192.168.1.20") and ranges ("10.0.0.0-10.0.0.255") that media may be relayed to.
    std::vector<std::string> allowed_peers;
    unsigned allocations = 800;                  // at once, in all: one port of `relayed` each
    unsigned allocations_of_one = 8;             // of one credential, which is one live view of one printer
    std::uint32_t bytes_per_second = 1'250'000;  // of one allocation and direction

    bool has_tls() const { return !certificate.empty(); }
};

// Errors: malformed, with the option's name.
Result<> check(const Options& options);

// This machine's addresses, by what they are to the relay.
struct Addresses {
    // Where relayed media comes from. When both sides are relayed each is the other's peer, so these are the
    // only ones of ours that may be peers; a loopback address only where a person named it.
    std::vector<std::string> relayed;
    std::vector<std::string> others;  // public or not, they are no peers
};

// `ipv6` and `outward` are what net::ipv6_addresses and net::outward_address say. Errors: not_found (nothing
// but loopback, and none was named).
Result<Addresses> addresses_of(const Options& options, const std::vector<net::Interface>& interfaces,
                               const std::vector<std::string>& ipv6,
                               const std::optional<std::string>& outward);

// coturn's configuration file. Nothing private can be reached through it but the relay itself and
// `allowed_peers`, and that by UDP alone.
std::string configuration(const Options& options, const Secret& secret, const Addresses& addresses,
                          const std::string& folder, const std::string& user, const std::string& pid_file);

// "stun:…", and the "turn:…" and "turns:…" addresses for browsers and Fuses.
struct Urls {
    std::string stun;
    std::vector<std::string> turn;
};
Urls urls(const Options& options, const std::string& host_of_cloud);

}  // namespace gantry::cloud::relay
