#include "cloud/resets/resets.hpp"

#include "net/http/part_routes.hpp"

namespace gantry::cloud::resets {
namespace {

using accounts::person_of;
using net::http::body_as;
using net::http::json_response;
using net::http::Method;
using net::http::no_content;
using net::http::problem;
using net::http::Request;
using net::http::Response;

struct Forgotten {
    std::string email;
};
BOOST_DESCRIBE_STRUCT(Forgotten, (), (email))

struct Wanted {
    bool second_factor = false;
};
BOOST_DESCRIBE_STRUCT(Wanted, (), (second_factor))

awaitable<Response> show(Resets& resets, Request) {
    const json::object answer = {{"by_mail", resets.by_mail()}};
    co_return json_response(answer);
}

awaitable<Response> ask(Resets& resets, Request request) {
    auto body = body_as<Forgotten>(request);
    if (!body) co_return problem(body.error());
    const auto asked = co_await resets.ask(std::move(body->email), request.remote_address);
    co_return asked ? no_content() : problem(asked.error());
}

awaitable<Response> use(Resets& resets, Request request) {
    auto wanted = body_as<NewPassword>(request);
    if (!wanted) co_return problem(wanted.error());
    const auto used = co_await resets.use(*std::move(wanted), request.remote_address);
    co_return used ? no_content() : problem(used.error());
}

awaitable<Response> make(Resets& resets, Request request) {
    const auto wanted = body_as<Wanted>(request);
    if (!wanted) co_return problem(wanted.error());
    const auto second_factor = wanted->second_factor ? SecondFactor::clear : SecondFactor::keep;
    const auto made = co_await resets.make(person_of(request), UserId(request.part("id")), second_factor);
    if (!made) co_return problem(made.error());
    const json::object answer = {{"link", made->link.reveal()}, {"expires_at", made->expires_at}};
    co_return net::http::never_stored(json_response(answer, 201));
}

}  // namespace

void add_routes(net::http::Router& router, Resets& resets) {
    const net::http::PartRoutes routes(router, std::ref(resets));
    routes.add(Method::get, "/api/password", "public", show);
    routes.add(Method::post, "/api/password/forgotten", "public", ask);
    routes.add(Method::post, "/api/password/reset", "public", use);
    routes.add(Method::post, "/api/users/{id}/reset", "user.manage", make);
}

}  // namespace gantry::cloud::resets
