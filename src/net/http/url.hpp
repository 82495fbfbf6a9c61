// Addresses on the web, and the targets of request lines. Pure: any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gantry::net::http {

struct Url {
    bool encrypted = false;  // https, wss
    std::string host;        // without the brackets of an IPv6 address
    std::uint16_t port = 0;  // the scheme's when not given
    std::string target;      // "/path?query", still encoded
    std::string authority;   // what the Host header says

    friend bool operator==(const Url&, const Url&) = default;
};

// http, https, ws and wss only. Errors: malformed.
Result<Url> parse_url(std::string_view text);

// A host as an address has it: IPv6 in brackets.
std::string bracketed(const std::string& host);

struct Target {
    std::string path;  // decoded
    std::map<std::string, std::string> query;
};

// The target of a request line. Errors: malformed, also for control characters and for "." and ".." segments:
// no handler should ever see those.
Result<Target> parse_target(std::string_view text);

}  // namespace gantry::net::http
