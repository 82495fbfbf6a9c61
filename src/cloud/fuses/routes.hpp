// The Fuses of a store, as its people see them: list and revoke.
#pragma once

#include "cloud/gateway/gateway.hpp"

namespace gantry::cloud::fuses {

void add_routes(net::http::Router& router, Repository& fuses, gateway::Gateway& gateway,
                const printers::Fleet& fleet, audit::Log& audit);

}  // namespace gantry::cloud::fuses
