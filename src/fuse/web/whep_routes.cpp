#include "fuse/web/routes.hpp"

namespace gantry::fuse::web {
namespace {

using net::http::Method;
using net::http::no_content;
using net::http::problem;
using net::http::Request;
using net::http::Response;

constexpr auto pattern = "/api/printers/{id}/whep";
constexpr auto session_pattern = "/api/printers/{id}/whep/{session}";

farm::PrinterId printer_of(const Request& request) {
    return farm::PrinterId(request.part("id"));
}

bool is_type(const Request& request, std::string_view type) {
    return request.header("content-type").starts_with(type);
}

awaitable<Response> watch(Parts parts, Whep& whep, Request request) {
    if (!is_type(request, "application/sdp"))
        co_return problem({Errc::unsupported, "an offer has the type application/sdp"});
    if (const auto camera = parts.cameras.find(printer_of(request)); !camera)
        co_return problem(camera.error());
    Viewer viewer{request.remote_address, request.revoked};
    auto started = co_await whep.watch(printer_of(request), std::move(request.body), std::move(viewer));
    if (!started) co_return problem(started.error());
    Response response{.status = 201};
    response.headers["content-type"] = "application/sdp";
    response.headers["location"] = "/api/printers/" + request.part("id") + "/whep/" + started->session;
    response.body = std::move(started->answer_sdp);
    co_return response;
}

Response view(const Whep& whep, const Request& request) {
    const auto found = whep.view(printer_of(request), request.part("session"));
    if (!found) return problem(found.error());
    json::object body{{"state", to_json(found->state)}};
    if (found->problem) body["problem"] = to_json(*found->problem);
    return net::http::json_response(std::move(body));
}

Response trickle(Whep& whep, const Request& request) {
    if (!is_type(request, "application/trickle-ice-sdpfrag"))
        return problem({Errc::unsupported, "candidates have the type application/trickle-ice-sdpfrag"});
    const auto taken = whep.trickle(printer_of(request), request.part("session"), request.body);
    return taken ? no_content() : problem(taken.error());
}

}  // namespace

void add_whep_routes(net::http::Router& router, Parts parts, Whep& whep) {
    router.add(
        {.method = Method::post,
         .pattern = pattern,
         .permission = watcher,
         .handler = [parts, &whep](Request request) { return watch(parts, whep, std::move(request)); }});
    router.add(
        {.pattern = session_pattern,
         .permission = watcher,
         .handler = [&whep](Request request) -> awaitable<Response> { co_return view(whep, request); }});
    router.add(
        {.method = Method::patch,
         .pattern = session_pattern,
         .permission = watcher,
         .handler = [&whep](Request request) -> awaitable<Response> { co_return trickle(whep, request); }});
    router.add({.method = Method::del,
                .pattern = session_pattern,
                .permission = watcher,
                .handler = [&whep](Request request) -> awaitable<Response> {
                    const auto stopped = whep.stop(printer_of(request), request.part("session"));
                    co_return stopped ? no_content() : problem(stopped.error());
                }});
}

}  // namespace gantry::fuse::web
