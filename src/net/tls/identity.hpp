// Who a TLS peer says it is, and whether we believe it. Values: any thread.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>

#include "base/result.hpp"

struct x509_st;

namespace gantry::net::tls {

struct PeerIdentity {
    std::string common_name;                  // a Bambu printer's serial number (bambu-lan.md, section 2)
    std::string issuer;                       // common name of the issuer
    std::array<std::byte, 32> fingerprint{};  // SHA-256 of the leaf certificate

    friend bool operator==(const PeerIdentity&, const PeerIdentity&) = default;
};

// Decides about a peer during the handshake. Called on the thread that runs the handshake; must not block.
// The error it returns is what the connection fails with.
using Verify = std::function<Result<>(const PeerIdentity&)>;

PeerIdentity identity_of(x509_st* certificate);
// Accepts everyone: only for finding out who answers (discovery), never for sending a secret.
Verify accept_any();
// Accepts only the peer with this name and, when given, this fingerprint (trust on first use is the
// caller's).
Verify expect(std::string common_name, std::optional<std::array<std::byte, 32>> fingerprint);

}  // namespace gantry::net::tls
