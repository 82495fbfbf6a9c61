#include "cloud/apikeys/api_keys.hpp"
#include "cloud/web/paging.hpp"

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
    auto response = json_response(answer, 201);
    response.headers["cache-control"] = "no-store";
    co_return response;
}

awaitable<Response> revoke(ApiKeys& keys, Request request) {
    const auto revoked = co_await keys.revoke(person_of(request), ApiKeyId(request.part("id")));
    co_return revoked ? net::http::no_content() : problem(revoked.error());
}

}  // namespace

void add_routes(net::http::Router& router, ApiKeys& keys) {
    const auto add = [&](Method method, std::string pattern, auto handler) {
        router.add(
            {.method = method,
             .pattern = std::move(pattern),
             .permission = std::string(farm::permission::apikey_manage),
             .handler = [&keys, handler](Request request) { return handler(keys, std::move(request)); }});
    };
    add(Method::get, "/api/keys", list);
    add(Method::post, "/api/keys", create);
    add(Method::del, "/api/keys/{id}", revoke);
}

}  // namespace gantry::cloud::apikeys
