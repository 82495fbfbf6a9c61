// What pages ask about printers and Fuses, beside the events socket.
#pragma once

#include "cloud/gateway/gateway.hpp"

namespace gantry::cloud::printers {

void add_routes(net::http::Router& router, const Fleet& fleet, gateway::Gateway& gateway, audit::Log& audit);

}  // namespace gantry::cloud::printers
