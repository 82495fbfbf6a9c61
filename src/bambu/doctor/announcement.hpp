// Whether a printer can be found by scanning. The executor's thread.
#pragma once

#include <chrono>
#include <iterator>
#include <string>
#include <vector>

#include "bambu/discovery/announcement.hpp"
#include "bambu/doctor/causes.hpp"

namespace gantry::bambu::doctor {

// The printer spoke from this address.
Finding judge_announcement(const std::string& heard_from, const std::string& expected_at);
// It was not heard in so long.
Finding not_announced(std::chrono::milliseconds listened);

// Listens on the announcement ports for the printer with this serial number. Programs that share the ports
// hear the same.
awaitable<Finding> listen_for(std::string serial, std::string expected_at, std::chrono::milliseconds limit,
                              std::vector<std::uint16_t> ports = {std::begin(announcement_ports),
                                                                  std::end(announcement_ports)});

}  // namespace gantry::bambu::doctor
