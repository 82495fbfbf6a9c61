#include "cloud/walls/walls.hpp"

#include "net/http/part_routes.hpp"

namespace gantry::cloud::walls {
namespace {

using accounts::person_of;
using net::http::json_response;
using net::http::Method;
using net::http::problem;
using net::http::Request;
using net::http::Response;

constexpr std::chrono::seconds kept_longest = std::chrono::days(365);

struct Opening {
    Secret token;
};
BOOST_DESCRIBE_STRUCT(Opening, (), (token))

std::string cookie_of(const Person& wall, const Secret& token, Time now, sessions::Transport transport) {
    const auto left = wall.until == Time::max()
                          ? kept_longest
                          : std::chrono::duration_cast<std::chrono::seconds>(wall.until - now);
    return fmt::format("{}={}; HttpOnly; SameSite=Strict; Path=/api/wall/{}; Max-Age={}{}", wall_cookie,
                       token.reveal(), wall.wall.text(), std::min(left, kept_longest).count(),
                       transport == sessions::Transport::encrypted ? "; Secure" : "");
}

awaitable<Response> open(Walls& walls, sessions::Transport transport, Request request) {
    const auto opening = net::http::body_as<Opening>(request);
    if (!opening) co_return problem(opening.error());
    const auto wall = co_await walls.open(opening->token, request.remote_address);
    if (!wall) co_return problem(wall.error());
    const json::object answer = {
        {"id", wall->wall.text()}, {"name", wall->member.name}, {"hide_names", wall->hide_names}};
    auto response = json_response(answer);
    response.cookies.push_back(cookie_of(*wall, opening->token, walls.now(), transport));
    co_return net::http::never_stored(std::move(response));
}

awaitable<Response> list(Walls& walls, Request request) {
    const auto found = co_await walls.of(person_of(request).member.store);
    co_return found ? json_response(to_json(*found)) : problem(found.error());
}

awaitable<Response> create(Walls& walls, Request request) {
    auto wanted = net::http::body_as<NewWall>(request);
    if (!wanted) co_return problem(wanted.error());
    const auto made = co_await walls.create(person_of(request), *std::move(wanted));
    if (!made) co_return problem(made.error());
    const json::object answer = {{"wall", to_json(made->view)}, {"link", made->link.reveal()}};
    co_return net::http::never_stored(json_response(answer, 201));
}

awaitable<Response> revoke(Walls& walls, Request request) {
    const auto revoked = co_await walls.revoke(person_of(request), WallLinkId(request.part("id")));
    co_return revoked ? net::http::no_content() : problem(revoked.error());
}

}  // namespace

void add_routes(net::http::Router& router, Walls& walls, sessions::Transport transport) {
    const net::http::PartRoutes routes(router, std::ref(walls));
    routes.add(Method::get, "/api/walls", farm::permission::apikey_manage, list);
    routes.add(Method::post, "/api/walls", farm::permission::apikey_manage, create);
    routes.add(Method::del, "/api/walls/{id}", farm::permission::apikey_manage, revoke);
    router.add({.method = Method::post,
                .pattern = "/api/wall",
                .permission = "public",
                .handler = [&walls, transport](Request request) {
                    return open(walls, transport, std::move(request));
                }});
}

}  // namespace gantry::cloud::walls
