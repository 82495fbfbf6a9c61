// Every route of api/fuse.yaml, and the web application. Built at start; handlers run on the loop's thread.
#pragma once

#include <string>

#include "fuse/doctor/doctor.hpp"
#include "fuse/web/activity_events.hpp"
#include "fuse/web/discovery_events.hpp"
#include "fuse/web/events.hpp"
#include "fuse/web/whep.hpp"
#include "net/http/router.hpp"

namespace gantry::fuse::web {

// `parts`, `cache`, the events, `whep` and `doctor` outlive the router. `application` is the built web
// application's folder; empty for none.
net::http::Router make_router(Parts parts, ViewCache& cache, Events& events,
                              DiscoveryEvents& discovery_events, ActivityEvents& activity_events, Whep& whep,
                              doctor::Doctor& doctor, const std::string& application);

}  // namespace gantry::fuse::web
