#include "cloud/stores/stores.hpp"

#include "net/http/part_routes.hpp"

namespace gantry::cloud::stores {
namespace {

using accounts::person_of;
using net::http::body_as;
using net::http::json_response;
using net::http::Method;
using net::http::no_content;
using net::http::problem;
using net::http::Request;
using net::http::Response;

struct Named {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(Named, (), (name))

awaitable<Response> list(Stores& stores, Request request) {
    const auto found = co_await stores.of(person_of(request).member.id);
    if (!found) co_return problem(found.error());
    std::vector<accounts::StoreView> views;
    for (const auto& member : *found)
        views.push_back(accounts::store_of(member));
    co_return json_response(to_json(views));
}

awaitable<Response> create(Stores& stores, Request request) {
    auto body = body_as<Named>(request);
    if (!body) co_return problem(body.error());
    const auto made = co_await stores.create(person_of(request), std::move(body->name));
    co_return made ? json_response(to_json(accounts::store_of(*made)), 201) : problem(made.error());
}

awaitable<Response> rename(Stores& stores, Request request) {
    auto body = body_as<Named>(request);
    if (!body) co_return problem(body.error());
    const auto renamed = co_await stores.rename(person_of(request), std::move(body->name));
    co_return renamed ? no_content() : problem(renamed.error());
}

awaitable<Response> remove(Stores& stores, Request request) {
    auto body = body_as<Named>(request);
    if (!body) co_return problem(body.error());
    const auto removed = co_await stores.remove(person_of(request), std::move(body->name));
    co_return removed ? no_content() : problem(removed.error());
}

awaitable<Response> leave(accounts::Members& members, Request request) {
    if (person_of(request).member.store.empty()) co_return problem({Errc::not_found, "you are in no store"});
    const auto left = co_await members.leave(person_of(request));
    co_return left ? no_content() : problem(left.error());
}

}  // namespace

void add_routes(net::http::Router& router, Stores& stores, accounts::Members& members) {
    const net::http::PartRoutes routes(router, std::ref(stores));
    routes.add(Method::get, "/api/stores", "person", list);
    routes.add(Method::post, "/api/stores", "person", create);
    routes.add(Method::patch, "/api/store", "store.settings", rename);
    routes.add(Method::post, "/api/store/delete", "store.delete", remove);
    router.add({.method = Method::post,
                .pattern = "/api/store/leave",
                .permission = "person",
                .handler = [&members](Request request) { return leave(members, std::move(request)); }});
}

}  // namespace gantry::cloud::stores
