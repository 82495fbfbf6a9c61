// What support asks for and what can be done to all of Fuse: who it is to the Cloud, sync, restart, reset.
#include "fuse/web/routes.hpp"
#include "net/http/part_routes.hpp"

namespace gantry::fuse::web {
namespace {

using net::http::json_response;
using net::http::Method;
using net::http::problem;
using net::http::Request;
using net::http::Response;

// cloud: as the Cloud said; own: it has said nothing, so every configured printer.
enum class AllowedBy { cloud, own };
BOOST_DESCRIBE_ENUM(AllowedBy, cloud, own)

struct AllowedPrinter {
    std::string id;
    std::string name;  // empty: not configured here (any more)
};
BOOST_DESCRIBE_STRUCT(AllowedPrinter, (), (id, name))

struct ClientView {
    std::string fuse_id;  // empty: not activated
    std::string store_name;
    std::string public_key;
    std::string default_gateway_url = settings::default_gateway_url;
    AllowedBy allowed_by = AllowedBy::own;
    std::vector<AllowedPrinter> allowed_printers;
};
BOOST_DESCRIBE_STRUCT(ClientView, (),
                      (fuse_id, store_name, public_key, default_gateway_url, allowed_by, allowed_printers))

void add_allowed(const Parts& parts, ClientView& view) {
    const auto& told = parts.gateway.allowed();
    if (!told) {
        for (const auto& session : parts.printers.all())
            view.allowed_printers.push_back(
                {session->config().printer.id.text(), session->config().printer.name});
        return;
    }
    view.allowed_by = AllowedBy::cloud;
    for (const auto& id : *told) {
        const auto* session = parts.printers.find(id);
        view.allowed_printers.push_back(
            {id.text(), session == nullptr ? "" : session->config().printer.name});
    }
}

awaitable<Response> show_client(Parts parts, Request) {
    ClientView view{.public_key = parts.activation.identity().public_key()};
    if (const auto& credentials = parts.activation.credentials()) {
        view.fuse_id = credentials->fuse_id;
        view.store_name = credentials->store_name;
    }
    add_allowed(parts, view);
    co_return json_response(to_json(view));
}

awaitable<Response> show_token(Parts parts, Request) {
    const auto& credentials = parts.activation.credentials();
    if (!credentials) co_return problem({Errc::not_found, "there is no token: this Fuse is not activated"});
    const json::object answer = {{"token", credentials->token.reveal()}};
    auto response = json_response(answer);
    response.headers["cache-control"] = "no-store";
    co_return response;
}

awaitable<Response> sync_printers(Parts parts, Request) {
    const auto sent = parts.gateway.sync();
    if (!sent) co_return problem(sent.error());
    const json::object answer = {{"printers", *sent}, {"at", parts.gateway.link().synced_at}};
    co_return json_response(answer);
}

awaitable<Response> clear_printers(Parts parts, Request) {
    const auto cleared = co_await parts.printers.clear();
    if (!cleared) co_return problem(cleared.error());
    const json::object answer = {{"printers", *cleared}};
    co_return json_response(answer);
}

awaitable<Response> restart(Parts parts, Request) {
    parts.lifecycle.restart();
    const json::object answer = {{"started_at", parts.lifecycle.started_at()}};
    co_return json_response(answer, 202);
}

awaitable<Response> reset(Parts parts, Request) {
    const auto wanted = co_await parts.lifecycle.reset();
    if (!wanted) co_return problem(wanted.error());
    const json::object answer = {{"started_at", parts.lifecycle.started_at()}};
    co_return json_response(answer, 202);
}

}  // namespace

void add_client_routes(net::http::Router& router, Parts parts) {
    const net::http::PartRoutes routes(router, parts);
    routes.add(Method::get, "/api/client", user, show_client);
    routes.add(Method::get, "/api/client/token", user, show_token);
    routes.add(Method::post, "/api/client/restart", user, restart);
    routes.add(Method::post, "/api/client/reset", user, reset);
    routes.add(Method::post, "/api/printers/sync", user, sync_printers);
    routes.add(Method::del, "/api/printers", user, clear_printers);
}

}  // namespace gantry::fuse::web
