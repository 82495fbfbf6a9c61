// What settings of the server may be. Pure: any thread.
#pragma once

#include "cloud/server/settings.hpp"

namespace gantry::cloud::server {

// Errors: malformed, which names the member and what it may be.
Result<> check(const Values& values);

}  // namespace gantry::cloud::server
