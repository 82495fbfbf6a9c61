// One function per group of routes. For this folder alone.
#pragma once

#include "fuse/web/authorize.hpp"
#include "fuse/web/discovery_events.hpp"
#include "fuse/web/view_cache.hpp"
#include "fuse/web/views.hpp"
#include "fuse/web/whep.hpp"
#include "net/http/router.hpp"

namespace gantry::fuse::web {

class ActivityEvents;

void add_status_routes(net::http::Router& router, Parts parts);
void add_printer_routes(net::http::Router& router, Parts parts, ViewCache& cache);
void add_simulation_routes(net::http::Router& router, Parts parts);
void add_camera_routes(net::http::Router& router, Parts parts);
void add_client_routes(net::http::Router& router, Parts parts);
void add_backup_routes(net::http::Router& router, Parts parts);
void add_log_routes(net::http::Router& router, Parts parts);
void add_file_routes(net::http::Router& router, Parts parts);
void add_transfer_routes(net::http::Router& router, Parts parts);
void add_communications_routes(net::http::Router& router, Parts parts);
void add_activity_routes(net::http::Router& router, Parts parts, ActivityEvents& events);
void add_access_routes(net::http::Router& router, Parts parts);
void add_whep_routes(net::http::Router& router, Parts parts, Whep& whep);
void add_discovery_routes(net::http::Router& router, Parts parts, DiscoveryEvents& events);

}  // namespace gantry::fuse::web
