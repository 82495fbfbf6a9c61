// Who answers at an address, by the certificate that it shows; nothing is sent. Executor's thread.
#pragma once

#include <chrono>
#include <string>

#include "base/asio.hpp"
#include "base/result.hpp"

namespace gantry::bambu {

inline constexpr std::uint16_t mqtt_port = 8883;

struct Identity {
    std::string serial;
    std::string model;  // "P1S"; "Other" when unknown
};

// Errors: offline, timeout, unsupported (something else answers there).
awaitable<Result<Identity>> identify(std::string address, std::uint16_t port = mqtt_port,
                                     std::chrono::milliseconds limit = std::chrono::seconds(5));

}  // namespace gantry::bambu
