// What an operator watches, as Prometheus reads it (text format 0.0.4). Owned by the program; the event loop
// only.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "cloud/printers/fleet.hpp"

namespace gantry::cloud::server {

// What is read at each question, from who knows it.
struct Gauges {
    std::size_t fuses_connected = 0;
    std::array<std::size_t, 5> printers_by_status{};
    std::size_t live_viewers = 0;
    std::size_t pages = 0;
    std::uint64_t gateway_received = 0;
    std::uint64_t gateway_sent = 0;
    std::size_t database_waiting = 0;
    std::uint64_t snapshot_bytes = 0;
};

class Metrics {
public:
    // An answer was given; by the hundred of its status.
    void answered(int status);
    std::string text(const Gauges& gauges) const;

private:
    std::array<std::uint64_t, 6> answers_{};  // [2]: 2xx
};

}  // namespace gantry::cloud::server
