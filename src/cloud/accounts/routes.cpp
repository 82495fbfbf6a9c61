#include "cloud/accounts/accounts.hpp"

namespace gantry::cloud::accounts {
namespace {

using net::http::body_as;
using net::http::json_response;
using net::http::Method;
using net::http::problem;
using net::http::Request;
using net::http::Response;

struct SignIn {
    std::string email;
    Secret password;
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (email, password))

std::string cookie(const Accounts& accounts, std::string_view token, std::chrono::seconds lifetime) {
    const bool secure = accounts.options().public_url.starts_with("https:");
    return fmt::format("gantry_session={}; HttpOnly; SameSite=Strict; Path=/; Max-Age={}{}", token,
                       lifetime.count(), secure ? "; Secure" : "");
}

Response signed_in(const Accounts& accounts, const Result<SignedIn>& result, int status) {
    if (!result) return problem(result.error());
    auto response = json_response(to_json(session_of(result->member)), status);
    response.cookies.push_back(cookie(accounts, result->token.reveal(), Accounts::session_lifetime));
    return response;
}

awaitable<Response> set_up(Accounts& accounts, Request request) {
    auto setup = body_as<Setup>(request);
    if (!setup) co_return problem(setup.error());
    co_return signed_in(accounts, co_await accounts.set_up(*std::move(setup)), 201);
}

awaitable<Response> sign_in(Accounts& accounts, Request request) {
    auto body = body_as<SignIn>(request);
    if (!body) co_return problem(body.error());
    co_return signed_in(accounts,
                        co_await accounts.sign_in(body->email, body->password, request.remote_address), 200);
}

// Also moves the cookie's end along, as each use moves the session's.
awaitable<Response> show_session(Accounts& accounts, Request request) {
    auto response = json_response(to_json(session_of(person_of(request).member)));
    response.cookies.push_back(
        cookie(accounts, request.cookie("gantry_session"), Accounts::session_lifetime));
    co_return response;
}

awaitable<Response> sign_out(Accounts& accounts, Request request) {
    const auto removed = co_await accounts.sign_out(person_of(request).session);
    if (!removed) co_return problem(removed.error());
    auto response = net::http::no_content();
    response.cookies.push_back(cookie(accounts, "", std::chrono::seconds(0)));
    co_return response;
}

// What each role brings, so that pages need no list of their own.
json::array role_list() {
    json::array list;
    for (const auto role : farm::roles) {
        const json::object entry = {{"role", farm::role_name(role)},
                                    {"permissions", to_json(farm::permissions_of({.role = role}))}};
        list.push_back(entry);
    }
    return list;
}

awaitable<Response> list_users(Accounts& accounts, Request request) {
    const auto members = co_await accounts.users(person_of(request).member.store);
    if (!members) co_return problem(members.error());
    std::vector<UserView> views;
    for (const auto& member : *members)
        views.push_back(view_of(member));
    co_return json_response(to_json(views));
}

awaitable<Response> add_user(Accounts& accounts, Request request) {
    auto user = body_as<NewUser>(request);
    if (!user) co_return problem(user.error());
    const auto added = co_await accounts.add_user(person_of(request).member, *std::move(user));
    co_return added ? json_response(to_json(view_of(*added)), 201) : problem(added.error());
}

awaitable<Response> change_user(Accounts& accounts, Request request) {
    auto change = body_as<UserChange>(request);
    if (!change) co_return problem(change.error());
    const UserId user(request.part("id"));
    const auto changed = co_await accounts.change_user(person_of(request).member, user, *std::move(change));
    co_return changed ? json_response(to_json(view_of(*changed))) : problem(changed.error());
}

}  // namespace

void add_routes(net::http::Router& router, Accounts& accounts) {
    const auto add = [&](Method method, std::string pattern, std::string permission, auto handler) {
        router.add({.method = method,
                    .pattern = std::move(pattern),
                    .permission = std::move(permission),
                    .handler = [&accounts, handler](Request request) {
                        return handler(accounts, std::move(request));
                    }});
    };
    router.add({.pattern = "/api/setup",
                .permission = "public",
                .handler = [&accounts](Request) -> awaitable<Response> {
                    const json::object body = {{"needed", accounts.setup_needed()}};
                    co_return json_response(body);
                }});
    add(Method::post, "/api/setup", "public", set_up);
    add(Method::post, "/api/session", "public", sign_in);
    add(Method::get, "/api/session", "session", show_session);
    add(Method::del, "/api/session", "session", sign_out);
    router.add({.pattern = "/api/roles",
                .permission = "session",
                .handler = [](Request) -> awaitable<Response> { co_return json_response(role_list()); }});
    add(Method::get, "/api/users", "user.view", list_users);
    add(Method::post, "/api/users", "user.manage", add_user);
    add(Method::patch, "/api/users/{id}", "user.manage", change_user);
}

}  // namespace gantry::cloud::accounts
