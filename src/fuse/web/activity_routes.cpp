#include "fuse/web/activity_events.hpp"
#include "fuse/web/routes.hpp"

namespace gantry::fuse::web {
namespace {

using net::http::json_response;
using net::http::Method;
using net::http::problem;
using net::http::Request;
using net::http::Response;

Response refresh(const Parts& parts) {
    const auto count = parts.snapshots.refresh_all();
    return count ? json_response({{"printers", *count}}) : problem(count.error());
}

}  // namespace

void add_activity_routes(net::http::Router& router, Parts parts, ActivityEvents& events) {
    router.add(
        {.pattern = "/api/activity", .permission = user, .handler = [parts](Request) -> awaitable<Response> {
             co_return json_response(to_json(activity_view(parts)));
         }});
    router.add({.method = Method::post,
                .pattern = "/api/activity/refresh",
                .permission = user,
                .handler = [parts](Request) -> awaitable<Response> { co_return refresh(parts); }});
    router.add({.pattern = "/api/activity/events",
                .permission = user,
                .socket = [&events](Request, std::unique_ptr<net::websocket::Connection> connection) {
                    return events.serve(std::move(connection));
                }});
}

}  // namespace gantry::fuse::web
