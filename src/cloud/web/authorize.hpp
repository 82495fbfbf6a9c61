// The one gate of every request: who asks, and may they? Leaves an accounts::Person, a fuses::Device
// or a snapshots::Grant in Request::principal. The event loop only.
#pragma once

#include "cloud/apikeys/api_keys.hpp"
#include "cloud/fuses/repository.hpp"
#include "cloud/sessions/sessions.hpp"
#include "cloud/snapshots/grants.hpp"
#include "cloud/walls/walls.hpp"
#include "net/http/router.hpp"

namespace gantry::cloud::web {

// Permissions of routes: "public"; "anybody" (known when signed in, else without a principal); "person"
// (signed in, whatever they may do; never an API key); "member" (a person or an API key in a store); "wall"
// (the cookie of the wall link that the address names); "device" (a Fuse's token); "grant" (an address
// that the server signed: snapshots/grants.hpp); "server" (the server's administrator, signed in); "metrics"
// (the token of the command line); or one of farm::permission. Errors: unauthorized, forbidden, storage.
net::http::Authorize make_authorize(sessions::Sessions& sessions, apikeys::ApiKeys& keys,
                                    fuses::Repository& fuses, walls::Walls& walls,
                                    const snapshots::Grants& grants, Secret metrics_token);

}  // namespace gantry::cloud::web
