// The audit log as people read and take it away.
#pragma once

#include "cloud/audit/log.hpp"
#include "net/http/router.hpp"

namespace gantry::cloud::audit {

void add_routes(net::http::Router& router, Log& log);

}  // namespace gantry::cloud::audit
