#include "cloud/apikeys/api_keys.hpp"

#include "cloud/web/paging.hpp"
#include "net/http/part_routes.hpp"

namespace gantry::cloud::apikeys {
namespace {

using accounts::person_of;
using net::http::json_response;
using net::http::Method;
using net::http::problem;
using net::http::Request;
using net::http::Response;

awaitable<Response> list(ApiKeys& keys, Request request) {
    const auto found = co_await keys.of(person_of(request).member.store);
    if (!found) co_return problem(found.error());
    co_return web::part_of(request, *found, [](const KeyView& key) { return key.id.text(); });
}

awaitable<Response> create(ApiKeys& keys, Request request) {
    auto wanted = net::http::body_as<NewKey>(request);
    if (!wanted) co_return problem(wanted.error());
    const auto made = co_await keys.create(person_of(request), *std::move(wanted));
    if (!made) co_return problem(made.error());
    const json::object answer = {{"api_key", to_json(made->view)}, {"key", made->key.reveal()}};
    co_return net::http::never_stored(json_response(answer, 201));
}

awaitable<Response> revoke(ApiKeys& keys, Request request) {
    const auto revoked = co_await keys.revoke(person_of(request), ApiKeyId(request.part("id")));
    co_return revoked ? net::http::no_content() : problem(revoked.error());
}

}  // namespace

void add_routes(net::http::Router& router, ApiKeys& keys) {
    const net::http::PartRoutes routes(router, std::ref(keys));
    routes.add(Method::get, "/api/keys", farm::permission::apikey_manage, list);
    routes.add(Method::post, "/api/keys", farm::permission::apikey_manage, create);
    routes.add(Method::del, "/api/keys/{id}", farm::permission::apikey_manage, revoke);
}

}  // namespace gantry::cloud::apikeys
