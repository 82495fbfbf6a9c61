#include "fuse/web/web.hpp"

#include "fuse/web/doctor_routes.hpp"
#include "fuse/web/routes.hpp"

namespace gantry::fuse::web {
net::http::Router make_router(Parts parts, ViewCache& cache, Events& events,
                              DiscoveryEvents& discovery_events, ActivityEvents& activity_events, Whep& whep,
                              doctor::Doctor& doctor, const std::string& application) {
    net::http::Router router(make_authorize(parts.access));
    add_access_routes(router, parts);
    add_status_routes(router, parts);
    add_printer_routes(router, parts, cache);
    add_simulation_routes(router, parts);
    add_camera_routes(router, parts);
    add_client_routes(router, parts);
    add_backup_routes(router, parts);
    add_log_routes(router, parts);
    add_file_routes(router, parts);
    add_transfer_routes(router, parts);
    add_communications_routes(router, parts);
    add_doctor_routes(router, doctor);
    add_whep_routes(router, parts, whep);
    add_discovery_routes(router, parts, discovery_events);
    add_activity_routes(router, parts, activity_events);
    router.add(
        {.pattern = "/api/events",
         .permission = user,
         .socket = [&events](net::http::Request, std::unique_ptr<net::websocket::Connection> connection) {
             return events.serve(std::move(connection));
         }});
    if (!application.empty()) net::http::serve_application(router, application);
    return router;
}

}  // namespace gantry::fuse::web
