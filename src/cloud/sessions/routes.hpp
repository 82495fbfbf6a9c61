// Renewing, leaving and listing sessions. Signing in is with the accounts.
#pragma once

#include "cloud/sessions/cookies.hpp"
#include "net/http/router.hpp"

namespace gantry::cloud::sessions {

void add_routes(net::http::Router& router, Sessions& sessions, Transport transport);

}  // namespace gantry::cloud::sessions
