#include "cloud/sessions/routes.hpp"

#include "cloud/web/paging.hpp"
#include "net/http/part_routes.hpp"

namespace gantry::cloud::sessions {
namespace {

using accounts::person_of;
using net::http::json_response;
using net::http::Method;
using net::http::problem;
using net::http::Request;
using net::http::Response;

struct Asked {
    Sessions& sessions;
    Transport transport;
};

struct StoreChoice {
    StoreId store;
};
BOOST_DESCRIBE_STRUCT(StoreChoice, (), (store))

Response signed_in(const Asked& asked, const SignedIn& result) {
    auto response = json_response(to_json(accounts::session_of(result.member)));
    set_cookies(response, result, asked.transport);
    return response;
}

Response gone(const Asked& asked, Response response) {
    clear_cookies(response, asked.transport);
    return response;
}

// 204 tells a page that nobody is signed in, without an error in its console.
awaitable<Response> show(Asked, Request request) {
    if (!request.principal.has_value()) co_return net::http::no_content();
    co_return net::http::never_stored(
        json_response(to_json(accounts::session_of(person_of(request).member))));
}

awaitable<Response> renew(Asked asked, Request request) {
    const auto refresh = refresh_of(request);
    if (refresh.empty()) co_return net::http::no_content();
    const auto renewed = co_await asked.sessions.renew(refresh, device_of(request));
    if (renewed) co_return signed_in(asked, *renewed);
    if (renewed.error().code != Errc::unauthorized) co_return problem(renewed.error());
    co_return gone(asked, problem(renewed.error()));
}

awaitable<Response> sign_out(Asked asked, Request request) {
    const auto session = asked.sessions.session_of(access_of(request), refresh_of(request));
    if (session) {
        const auto ended = co_await asked.sessions.end(*session, request.remote_address);
        if (!ended) co_return problem(ended.error());
    }
    co_return gone(asked, net::http::no_content());
}

awaitable<Response> list(Asked asked, Request request) {
    auto records = co_await asked.sessions.of(person_of(request));
    if (!records) co_return problem(records.error());
    co_return web::part_of(request, *std::move(records),
                           [](const SessionRecord& record) { return record.id.text(); });
}

awaitable<Response> end_one(Asked asked, Request request) {
    const auto ended = co_await asked.sessions.end_one(person_of(request), SessionId(request.part("id")));
    co_return ended ? net::http::no_content() : problem(ended.error());
}

awaitable<Response> end_all(Asked asked, Request request) {
    const auto ended = co_await asked.sessions.end_all(person_of(request));
    if (!ended) co_return problem(ended.error());
    co_return gone(asked, net::http::no_content());
}

awaitable<Response> move(Asked asked, Request request) {
    const auto choice = net::http::body_as<StoreChoice>(request);
    if (!choice) co_return problem(choice.error());
    const auto moved = co_await asked.sessions.move(person_of(request), choice->store);
    co_return moved ? signed_in(asked, *moved) : problem(moved.error());
}

}  // namespace

void add_routes(net::http::Router& router, Sessions& sessions, Transport transport) {
    const Asked asked{sessions, transport};
    const net::http::PartRoutes routes(router, asked);
    routes.add(Method::get, "/api/session", "anybody", show);
    routes.add(Method::del, "/api/session", "public", sign_out);
    routes.add(Method::post, "/api/session/refresh", "public", renew);
    routes.add(Method::put, "/api/session/store", "person", move);
    routes.add(Method::get, "/api/sessions", "person", list);
    routes.add(Method::del, "/api/sessions", "person", end_all);
    routes.add(Method::del, "/api/sessions/{id}", "person", end_one);
}

}  // namespace gantry::cloud::sessions
