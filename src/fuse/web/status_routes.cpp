#include "fuse/web/routes.hpp"

namespace gantry::fuse::web {
namespace {

using net::http::json_response;
using net::http::Method;
using net::http::problem;
using net::http::Request;
using net::http::Response;

void add_activation(net::http::Router& router, Parts parts) {
    router.add({.pattern = "/api/activation",
                .permission = user,
                .handler = [parts](Request) -> awaitable<Response> {
                    co_return json_response(to_json(parts.activation.view()));
                }});
    router.add({.method = Method::post,
                .pattern = "/api/activation",
                .permission = user,
                .handler = [parts](Request) -> awaitable<Response> {
                    auto asked = co_await parts.activation.request_code();
                    if (!asked) co_return problem(asked.error());
                    co_return json_response(to_json(parts.activation.view()));
                }});
    router.add({.method = Method::del,
                .pattern = "/api/activation",
                .permission = user,
                .handler = [parts](Request) -> awaitable<Response> {
                    auto done = co_await parts.activation.deactivate();
                    co_return done ? net::http::no_content() : problem(done.error());
                }});
}

void add_settings(net::http::Router& router, Parts parts) {
    router.add(
        {.pattern = "/api/settings", .permission = user, .handler = [parts](Request) -> awaitable<Response> {
             co_return json_response(parts.settings.view());
         }});
    router.add({.method = Method::patch,
                .pattern = "/api/settings",
                .permission = user,
                .handler = [parts](Request request) -> awaitable<Response> {
                    auto body = parse_json(request.body);
                    if (!body) co_return problem(body.error());
                    auto changed = co_await parts.settings.change(std::move(*body));
                    if (!changed) co_return problem(changed.error());
                    co_return json_response(parts.settings.view());
                }});
}

}  // namespace

void add_status_routes(net::http::Router& router, Parts parts) {
    router.add(
        {.pattern = "/api/status", .permission = user, .handler = [parts](Request) -> awaitable<Response> {
             co_return json_response(to_json(status_view(parts)));
         }});
    router.add(
        {.pattern = "/api/stats", .permission = user, .handler = [parts](Request) -> awaitable<Response> {
             co_return json_response(to_json(parts.stats.view()));
         }});
    add_activation(router, parts);
    add_settings(router, parts);
}

}  // namespace gantry::fuse::web
