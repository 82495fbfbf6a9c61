// The decision before every request: who asks, and may they? Leaves an access::Asker in Request::principal.
#pragma once

#include "fuse/access/access.hpp"
#include "net/http/router.hpp"

namespace gantry::fuse::web {

// Permissions of routes.
inline constexpr auto everyone = "public";  // the application's files, signing in, health
inline constexpr auto watcher = "watch";    // whoever may see cameras: user, or a player's token
inline constexpr auto user = "user";        // people: at this machine, or signed in
inline constexpr auto machine = "machine";  // people at this machine only
inline constexpr auto local = user;

inline constexpr auto session_cookie = "gantry_fuse_session";

access::Visitor visitor_of(const net::http::Request& request);

// `access` outlives it. Errors: unauthorized, forbidden (a page of another origin, or not at this machine).
net::http::Authorize make_authorize(access::Access& access);

}  // namespace gantry::fuse::web
