#include "base/bytes.hpp"
#include "cloud/snapshots/snapshots.hpp"

namespace gantry::cloud::snapshots {
namespace {

using accounts::person_of;
using net::http::problem;
using net::http::Request;
using net::http::Response;

awaitable<Response> put(Snapshots& snapshots, Request request) {
    auto grant = std::any_cast<Grant>(std::move(request.principal));
    auto done = co_await snapshots.put(std::move(grant), std::move(request.body));
    co_return done ? net::http::no_content() : problem(done.error());
}

// A browser may keep it but asks each time, so that a permission that ends, ends here too.
awaitable<Response> get(Snapshots& snapshots, const printers::Fleet& fleet, PrinterId printer,
                        Request request) {
    const auto& member = person_of(request).member;
    if (!fleet.allows(member, farm::permission::printer_camera, printer))
        co_return problem({Errc::not_found, "no such printer"});
    auto object = co_await snapshots.get(member.store, printer);
    if (!object && object.error().code == Errc::not_found)
        co_return problem({Errc::not_found, "this printer has no picture yet"});
    if (!object) co_return problem(object.error());
    Response response;
    response.headers["content-type"] = "image/jpeg";
    response.headers["cache-control"] = "private, no-cache";
    response.headers["etag"] = '"' + to_hex(BytesView(sha256(as_bytes(object->bytes))).first(16)) + '"';
    if (request.header("if-none-match") == response.headers["etag"]) {
        response.status = 304;
    } else {
        response.body = std::move(object->bytes);
    }
    co_return response;
}

}  // namespace

void add_routes(net::http::Router& router, Snapshots& snapshots, const printers::Fleet& fleet) {
    router.add({.method = net::http::Method::put,
                .pattern = "/api/device/snapshots/{id}",
                .permission = "grant",
                .handler = [&snapshots](Request request) { return put(snapshots, std::move(request)); },
                .max_body_bytes = snapshots.limits().picture_bytes});
    router.add({.pattern = "/api/printers/{id}/snapshot.jpg",
                .permission = "printer.camera",
                .handler = [&snapshots, &fleet](Request request) {
                    PrinterId printer(request.part("id"));
                    return get(snapshots, fleet, std::move(printer), std::move(request));
                }});
    router.add({.pattern = "/api/wall/{id}/snapshots/{printer}",
                .permission = "wall",
                .handler = [&snapshots, &fleet](Request request) {
                    PrinterId printer(request.part("printer"));
                    return get(snapshots, fleet, std::move(printer), std::move(request));
                }});
}

}  // namespace gantry::cloud::snapshots
