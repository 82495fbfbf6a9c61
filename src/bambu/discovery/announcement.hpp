// What a printer says of itself by SSDP. Pure functions over what strangers sent: any thread.
#pragma once

#include <cstdint>
#include <string>

#include "net/ssdp/message.hpp"

namespace gantry::bambu {

enum class Mode { unknown, lan_only, cloud };

struct Announcement {
    std::string serial;   // 15 characters, as is_serial() has them
    std::string address;  // an IPv4 address that a host can have
    std::string model;    // "P1S"; "Other" when unknown
    std::string name;     // the owner's, at most 100 characters of UTF-8 without control characters; or empty
    std::string firmware;
    Mode mode = Mode::unknown;
    bool leaving = false;
};

inline constexpr std::uint16_t announcement_ports[] = {1990, 2021};

// `sender` stands in for a missing address. Errors: not_found (not about one of our printers), malformed.
Result<Announcement> announcement_of(const net::ssdp::Message& message, const std::string& sender);

// Asks printers to announce themselves; some answer. `port` is the one it is sent to.
net::ssdp::Message search(std::uint16_t port);

}  // namespace gantry::bambu
