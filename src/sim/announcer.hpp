// Makes a simulated printer known by SSDP as printers do, on loopback addresses only. Owned by its
// SimulatedPrinter; the loop's thread.
#pragma once

#include <string>
#include <vector>

#include "base/asio.hpp"
#include "net/ssdp/message.hpp"
#include "sim/models.hpp"

namespace gantry::sim {

struct Announcement {
    const Model* model = nullptr;
    std::string name;
    std::string serial;
    std::string address;               // 127.x.y.z
    std::uint16_t search_port = 1990;  // where searches are answered; 0 for any
    std::vector<std::uint16_t> listeners{2021, 1990};
};

// The NOTIFY, or the answer to a search.
net::ssdp::Message message_of(const Announcement& announcement, net::ssdp::Kind kind);

// Announces every 5 seconds to 127.0.0.1 and to loopback multicast, and answers M-SEARCH on the printer's own
// address, for ever. Throws SystemError when the address is taken.
awaitable<void> announce(Announcement announcement);

}  // namespace gantry::sim
