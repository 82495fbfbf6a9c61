#include "cloud/accounts/members.hpp"
#include "cloud/web/paging.hpp"
#include "net/http/part_routes.hpp"

namespace gantry::cloud::accounts {
namespace {

using net::http::body_as;
using net::http::json_response;
using net::http::Method;
using net::http::problem;
using net::http::Request;
using net::http::Response;

// What each role brings, so that pages need no list of their own.
awaitable<Response> list_roles(Members&, Request) {
    json::array list;
    for (const auto role : farm::roles) {
        const json::object entry = {{"role", farm::role_name(role)},
                                    {"permissions", to_json(farm::permissions_of({.role = role}))}};
        list.push_back(entry);
    }
    co_return json_response(list);
}

awaitable<Response> list(Members& members, Request request) {
    const auto found = co_await members.of(person_of(request).member.store);
    if (!found) co_return problem(found.error());
    std::vector<UserView> views;
    for (const auto& member : *found)
        views.push_back(view_of(member));
    co_return web::part_of(request, std::move(views), [](const UserView& user) { return user.id.text(); });
}

awaitable<Response> change(Members& members, Request request) {
    auto wanted = body_as<UserChange>(request);
    if (!wanted) co_return problem(wanted.error());
    const UserId user(request.part("id"));
    const auto member = co_await members.change(person_of(request), user, *std::move(wanted));
    co_return member ? json_response(to_json(view_of(*member))) : problem(member.error());
}

awaitable<Response> remove(Members& members, Request request) {
    const auto removed = co_await members.remove(person_of(request), UserId(request.part("id")));
    co_return removed ? net::http::no_content() : problem(removed.error());
}

}  // namespace

void add_routes(net::http::Router& router, Members& members) {
    const net::http::PartRoutes routes(router, std::ref(members));
    routes.add(Method::get, "/api/roles", "person", list_roles);
    routes.add(Method::get, "/api/users", "user.view", list);
    routes.add(Method::patch, "/api/users/{id}", "user.manage", change);
    routes.add(Method::del, "/api/users/{id}", "user.manage", remove);
}

}  // namespace gantry::cloud::accounts
