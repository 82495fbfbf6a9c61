// One SSDP datagram: a start line and headers. Values and pure functions over untrusted bytes: any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gantry::net::ssdp {

enum class Kind {
    notify,    // NOTIFY * HTTP/1.1: a device speaks unasked
    search,    // M-SEARCH * HTTP/1.1: somebody looks for devices
    response,  // HTTP/1.1 200 OK: a device answers a search
};

struct Header {
    std::string name;
    std::string value;

    friend bool operator==(const Header&, const Header&) = default;
};

struct Message {
    Kind kind = Kind::notify;
    std::vector<Header> headers;  // in the order of the datagram

    // The first header of this name in any letter case.
    std::optional<std::string_view> find(std::string_view name) const;

    friend bool operator==(const Message&, const Message&) = default;
};

// Accepts bare line feeds and a missing empty line at the end, as some senders write them; lines without a
// colon are left out. Errors: too_large beyond 8 KiB or 64 headers, malformed for another start line or
// control characters in a header.
Result<Message> parse(std::string_view datagram);
// Headers must be free of line breaks.
std::string format(const Message& message);

}  // namespace gantry::net::ssdp
