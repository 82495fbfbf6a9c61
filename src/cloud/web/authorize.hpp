// The one gate of every request: who asks, and may they? Leaves an accounts::Person or a fuses::Device in
// Request::principal. The event loop only.
#pragma once

#include "cloud/accounts/accounts.hpp"
#include "cloud/fuses/repository.hpp"
#include "net/http/router.hpp"

namespace gantry::cloud::web {

// Permissions of routes: "public", "session" (anybody signed in), "device" (a Fuse's token), or one of
// farm::permission. Errors: unauthorized, forbidden, storage.
net::http::Authorize make_authorize(accounts::Accounts& accounts, fuses::Repository& fuses);

}  // namespace gantry::cloud::web
