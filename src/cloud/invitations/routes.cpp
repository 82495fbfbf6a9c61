#include "cloud/invitations/invitations.hpp"

#include "net/http/part_routes.hpp"

namespace gantry::cloud::invitations {
namespace {

using accounts::person_of;
using net::http::body_as;
using net::http::json_response;
using net::http::Method;
using net::http::problem;
using net::http::Request;
using net::http::Response;

struct Asked {
    Invitations& invitations;
    sessions::Transport transport;
};

struct Link {
    Secret token;
};
BOOST_DESCRIBE_STRUCT(Link, (), (token))

Response signed_in(const Asked& asked, const Result<sessions::SignedIn>& result) {
    if (!result) return problem(result.error());
    auto response = json_response(to_json(accounts::session_of(result->member)));
    sessions::set_cookies(response, *result, asked.transport);
    return response;
}

awaitable<Response> create(Asked asked, Request request) {
    auto wanted = body_as<NewInvitation>(request);
    if (!wanted) co_return problem(wanted.error());
    const auto made = co_await asked.invitations.create(person_of(request), *std::move(wanted));
    if (!made) co_return problem(made.error());
    const json::object answer = {
        {"invitation", to_json(made->invitation)}, {"link", made->link.reveal()}, {"mail", made->mail}};
    co_return net::http::never_stored(json_response(answer, 201));
}

awaitable<Response> list(Asked asked, Request request) {
    const auto found = co_await asked.invitations.of(person_of(request).member.store);
    co_return found ? json_response(to_json(*found)) : problem(found.error());
}

awaitable<Response> revoke(Asked asked, Request request) {
    const InvitationId id(request.part("id"));
    const auto revoked = co_await asked.invitations.revoke(person_of(request), id);
    co_return revoked ? net::http::no_content() : problem(revoked.error());
}

awaitable<Response> show(Asked asked, Request request) {
    const auto link = body_as<Link>(request);
    if (!link) co_return problem(link.error());
    const auto offered = co_await asked.invitations.show(link->token, request.remote_address);
    co_return offered ? json_response(to_json(*offered)) : problem(offered.error());
}

awaitable<Response> accept(Asked asked, Request request) {
    auto acceptance = body_as<Acceptance>(request);
    if (!acceptance) co_return problem(acceptance.error());
    co_return signed_in(
        asked, co_await asked.invitations.accept(*std::move(acceptance), sessions::device_of(request)));
}

awaitable<Response> join(Asked asked, Request request) {
    const auto link = body_as<Link>(request);
    if (!link) co_return problem(link.error());
    co_return signed_in(asked, co_await asked.invitations.join(person_of(request), link->token));
}

}  // namespace

void add_routes(net::http::Router& router, Invitations& invitations, sessions::Transport transport) {
    const Asked asked{invitations, transport};
    const net::http::PartRoutes routes(router, asked);
    routes.add(Method::get, "/api/invitations", "user.view", list);
    routes.add(Method::post, "/api/invitations", "user.manage", create);
    routes.add(Method::del, "/api/invitations/{id}", "user.manage", revoke);
    routes.add(Method::post, "/api/invitation/show", "public", show);
    routes.add(Method::post, "/api/invitation/accept", "public", accept);
    routes.add(Method::post, "/api/invitation/join", "person", join);
}

}  // namespace gantry::cloud::invitations
