#include "fuse/web/web.hpp"

#include "fuse/web/routes.hpp"
#include "net/http/origin.hpp"

namespace gantry::fuse::web {
namespace {

constexpr auto not_from_here =
    "Sign-in from other machines is not set up. Open this page on the machine itself, through an SSH tunnel "
    "(ssh -L 8888:127.0.0.1:8888 ...) or through a reverse proxy with its own sign-in";

}  // namespace

net::http::Authorize this_machine_only() {
    return [](net::http::Request& request, const std::string&) -> awaitable<Result<>> {
        if (!request.from_this_machine) co_return fail(Errc::forbidden, not_from_here);
        if (!net::http::same_origin(request))
            co_return fail(Errc::forbidden, "a page of another address may not do this");
        co_return Result<>{};
    };
}

net::http::Router make_router(Parts parts, Events& events, Whep& whep, const std::string& application) {
    net::http::Router router(this_machine_only());
    add_status_routes(router, parts);
    add_printer_routes(router, parts);
    add_camera_routes(router, parts);
    add_communications_routes(router, parts);
    add_whep_routes(router, parts, whep);
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
