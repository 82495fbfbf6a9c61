// One remote ICE candidate (RFC 8839 section 5.1). Values and pure functions: any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gantry::rtc::sdp {

struct Candidate {
    enum class Type { host, server_reflexive, peer_reflexive, relayed };
    Type type = Type::host;
    std::string foundation;  // at most 32 characters
    std::uint32_t priority = 0;
    std::string address;  // a numeric IPv4 or IPv6 address
    std::uint16_t port = 0;

    friend bool operator==(const Candidate&, const Candidate&) = default;
};

// "candidate:…", with or without "a=". Errors: malformed, or unsupported for what is valid but of no use to
// us: TCP, a component other than RTP, and the mDNS names that browsers use to hide local addresses.
Result<Candidate> parse_candidate(std::string_view line);

}  // namespace gantry::rtc::sdp
