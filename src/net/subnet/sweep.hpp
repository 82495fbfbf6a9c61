// Asks every address of a network on some TCP ports. Runs on its caller's executor, and ends with it.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "base/asio.hpp"
#include "base/result.hpp"
#include "net/subnet/subnet.hpp"

namespace gantry::net {

struct Sweep {
    Subnet subnet;
    std::vector<std::uint16_t> ports;
    std::size_t at_once = 256;              // addresses, each with one socket at a time
    std::chrono::milliseconds limit{1200};  // for one port to answer
    // Addresses that are not asked.
    std::function<bool(const std::string& address)> skip;
    // Something listens there. The address keeps its place among those at once until this ends.
    std::function<awaitable<void>(std::string address, std::uint16_t port)> on_open;
    // An address is done with, skipped ones included.
    std::function<void()> on_done;
};

// Until every address is done with. Cancelled, it waits for its probes to end first. Errors: busy when the
// system has no sockets left.
awaitable<Result<>> sweep(Sweep sweep);

}  // namespace gantry::net
