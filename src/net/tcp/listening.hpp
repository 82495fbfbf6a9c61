// Whether a program that we started is there yet. The executor's thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/asio.hpp"
#include "base/result.hpp"

namespace gantry::net::tcp {

// A free TCP port of this address. Somebody else may take it before it is used; nothing on a loopback does.
// Throws SystemError when the address is not of this machine.
std::uint16_t free_port(const std::string& address);
// Completes when something accepts connections there. Errors: timeout.
awaitable<Result<>> wait_until_listening(std::string address, std::uint16_t port,
                                         std::chrono::milliseconds limit = std::chrono::seconds(10));

}  // namespace gantry::net::tcp
