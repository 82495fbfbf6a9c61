#include <algorithm>

#include "fuse/web/routes.hpp"
#include "net/http/part_routes.hpp"

namespace gantry::fuse::web {
namespace {

using net::http::body_as;
using net::http::json_response;
using net::http::Method;
using net::http::no_content;
using net::http::Request;
using net::http::Response;

// open: at this machine, no password needed. setup: the network needs a password first.
enum class Door { open, signed_in, sign_in, setup };
BOOST_DESCRIBE_ENUM(Door, open, signed_in, sign_in, setup)

struct DoorView {
    Door state = Door::sign_in;
    std::int64_t wait_s = 0;
};
BOOST_DESCRIBE_STRUCT(DoorView, (), (state, wait_s))

struct SetupBody {
    Secret code;
    Secret password;
};
BOOST_DESCRIBE_STRUCT(SetupBody, (), (code, password))

struct SignInBody {
    Secret password;
};
BOOST_DESCRIBE_STRUCT(SignInBody, (), (password))

struct PasswordBody {
    Secret current;
    Secret password;
};
BOOST_DESCRIBE_STRUCT(PasswordBody, (), (current, password))

struct ProgramBody {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(ProgramBody, (), (name))

struct SessionView {
    std::string id;
    access::Kind kind = access::Kind::person;
    std::string name;
    std::string browser;
    std::string address;
    std::int64_t created_at = 0;
    std::int64_t seen_at = 0;
    bool is_this = false;
};
BOOST_DESCRIBE_STRUCT(SessionView, (), (id, kind, name, browser, address, created_at, seen_at, is_this))

struct AccessView {
    bool has_password = false;
    bool at_this_machine = false;
    std::string setup_code;  // for people at this machine
    std::vector<SessionView> sessions;
};
BOOST_DESCRIBE_STRUCT(AccessView, (), (has_password, at_this_machine, setup_code, sessions))

access::Asker asker_of(const Request& request) {
    return std::any_cast<access::Asker>(request.principal);
}

// With how long to wait, when that is what is wrong.
Response problem(const Parts& parts, const Request& request, const Error& error) {
    auto response = net::http::problem(error);
    const auto wait = parts.access.wait(request.remote_address).count();
    if (error.code == Errc::rate_limited)
        response.headers["retry-after"] = std::to_string(std::max(wait, 1l));
    return response;
}

// A browser names where it is with each request that changes something; behind TLS that begins with https.
std::string cookie_for(const Request& request, std::string_view token, std::chrono::seconds lifetime) {
    const bool secure =
        request.header("origin").starts_with("https:") || request.header("x-forwarded-proto") == "https";
    return fmt::format("{}={}; HttpOnly; SameSite=Strict; Path=/; Max-Age={}{}", session_cookie, token,
                       lifetime.count(), secure ? "; Secure" : "");
}

Response signed_in(const Parts& parts, const Request& request, const Result<access::SignedIn>& result) {
    if (!result) return problem(parts, request, result.error());
    auto response = json_response(to_json(DoorView{Door::signed_in}));
    response.cookies.push_back(cookie_for(request, result->token.reveal(), access::Sessions::lifetime));
    return response;
}

Response show_door(const Parts& parts, const Request& request) {
    DoorView view{.wait_s = parts.access.wait(request.remote_address).count()};
    const Secret token(std::string(request.cookie(session_cookie)));
    const auto session = parts.access.who(token, visitor_of(request));
    if (request.from_this_machine && parts.access.local_people() == access::LocalPeople::open) {
        view.state = Door::open;
    } else if (session && session->kind == access::Kind::person) {
        view.state = Door::signed_in;
    } else if (!parts.access.has_password()) {
        view.state = Door::setup;
    }
    auto response = json_response(to_json(view));
    response.headers["cache-control"] = "no-store";
    return response;
}

awaitable<Response> set_up(Parts parts, Request request) {
    auto body = body_as<SetupBody>(request);
    if (!body) co_return net::http::problem(body.error());
    auto result =
        co_await parts.access.set_up(std::move(body->code), std::move(body->password), visitor_of(request));
    co_return signed_in(parts, request, result);
}

awaitable<Response> sign_in(Parts parts, Request request) {
    auto body = body_as<SignInBody>(request);
    if (!body) co_return net::http::problem(body.error());
    auto result = co_await parts.access.sign_in(std::move(body->password), visitor_of(request));
    co_return signed_in(parts, request, result);
}

awaitable<Response> sign_out(Parts parts, Request request) {
    const auto asker = asker_of(request);
    if (!asker.is_here()) {
        if (auto ended = co_await parts.access.end(asker.session); !ended)
            co_return net::http::problem(ended.error());
    }
    auto response = no_content();
    response.cookies.push_back(cookie_for(request, "", std::chrono::seconds(0)));
    co_return response;
}

awaitable<Response> show_access(Parts parts, Request request) {
    const auto asker = asker_of(request);
    AccessView view{.has_password = parts.access.has_password(),
                    .at_this_machine = request.from_this_machine};
    if (request.from_this_machine) view.setup_code = parts.access.setup_code().reveal();
    for (const auto& session : parts.access.sessions()) {
        view.sessions.push_back({session.id, session.kind, session.name, session.browser, session.address,
                                 session.created_at, session.seen_at, session.id == asker.session});
    }
    auto response = json_response(to_json(view));
    response.headers["cache-control"] = "no-store";
    co_return response;
}

awaitable<Response> change_password(Parts parts, Request request) {
    auto body = body_as<PasswordBody>(request);
    if (!body) co_return net::http::problem(body.error());
    const auto changed = co_await parts.access.change_password(
        std::move(body->current), std::move(body->password), asker_of(request), visitor_of(request));
    co_return changed ? no_content() : problem(parts, request, changed.error());
}

awaitable<Response> remove_password(Parts parts, Request) {
    const auto removed = co_await parts.access.remove_password();
    co_return removed ? no_content() : net::http::problem(removed.error());
}

awaitable<Response> end_session(Parts parts, Request request) {
    const auto ended = co_await parts.access.end(request.part("id"));
    co_return ended ? no_content() : net::http::problem(ended.error());
}

awaitable<Response> end_everybody(Parts parts, Request) {
    const auto ended = co_await parts.access.end_everybody();
    co_return ended ? no_content() : net::http::problem(ended.error());
}

awaitable<Response> add_program(access::Kind kind, Parts parts, Request request) {
    auto body = body_as<ProgramBody>(request);
    if (!body) co_return net::http::problem(body.error());
    const auto added = co_await parts.access.add_program(kind, std::move(body->name), visitor_of(request));
    if (!added) co_return net::http::problem(added.error());
    const json::object answer = {{"id", added->id}, {"token", added->token.reveal()}};
    auto response = json_response(answer, 201);
    response.headers["cache-control"] = "no-store";
    co_return response;
}

awaitable<Response> add_player(Parts parts, Request request) {
    return add_program(access::Kind::player, parts, std::move(request));
}

awaitable<Response> add_reader(Parts parts, Request request) {
    return add_program(access::Kind::reader, parts, std::move(request));
}

}  // namespace

void add_access_routes(net::http::Router& router, Parts parts) {
    const net::http::PartRoutes routes(router, parts, 8 * 1024);
    router.add({.pattern = "/healthz", .permission = everyone, .handler = [](Request) -> awaitable<Response> {
                    const json::object body = {{"status", "ok"}};
                    co_return json_response(body);
                }});
    router.add({.pattern = "/api/session",
                .permission = everyone,
                .handler = [parts](Request request) -> awaitable<Response> {
                    co_return show_door(parts, request);
                }});
    routes.add(Method::post, "/api/session", everyone, sign_in);
    routes.add(Method::del, "/api/session", user, sign_out);
    routes.add(Method::post, "/api/setup", everyone, set_up);
    routes.add(Method::get, "/api/access", user, show_access);
    routes.add(Method::put, "/api/access/password", user, change_password);
    routes.add(Method::del, "/api/access/password", machine, remove_password);
    routes.add(Method::post, "/api/access/players", user, add_player);
    routes.add(Method::post, "/api/access/readers", user, add_reader);
    routes.add(Method::del, "/api/access/sessions", user, end_everybody);
    routes.add(Method::del, "/api/access/sessions/{id}", user, end_session);
}

}  // namespace gantry::fuse::web
