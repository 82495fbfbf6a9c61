#include "cloud/accounts/accounts.hpp"

#include "net/http/part_routes.hpp"

namespace gantry::cloud::accounts {
namespace {

using net::http::body_as;
using net::http::json_response;
using net::http::Method;
using net::http::never_stored;
using net::http::problem;
using net::http::Request;
using net::http::Response;
using sessions::device_of;

struct Asked {
    Accounts& accounts;
    second_factor::SecondFactor& second_factor;
    sessions::Transport transport;
};

struct SignIn {
    std::string email;
    Secret password;
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (email, password))

struct SecondProof {
    Secret ticket;
    std::string code;
};
BOOST_DESCRIBE_STRUCT(SecondProof, (), (ticket, code))

struct Proof {
    Secret password;
    std::string code;
};
BOOST_DESCRIBE_STRUCT(Proof, (), (password, code))

Response signed_in(const Asked& asked, const Result<sessions::SignedIn>& result, int status) {
    if (!result) return problem(result.error());
    auto response = json_response(to_json(session_of(result->member)), status);
    sessions::set_cookies(response, *result, asked.transport);
    return response;
}

awaitable<Response> show_setup(Asked asked, Request) {
    const json::object body = {{"needed", asked.accounts.setup_needed()}};
    co_return json_response(body);
}

awaitable<Response> set_up(Asked asked, Request request) {
    auto setup = body_as<Setup>(request);
    if (!setup) co_return problem(setup.error());
    co_return signed_in(asked, co_await asked.accounts.set_up(*std::move(setup), device_of(request)), 201);
}

awaitable<Response> sign_in(Asked asked, Request request) {
    auto body = body_as<SignIn>(request);
    if (!body) co_return problem(body.error());
    auto entered = co_await asked.accounts.sign_in(body->email, body->password, device_of(request));
    if (!entered) co_return problem(entered.error());
    if (const auto* in = std::get_if<sessions::SignedIn>(&*entered)) co_return signed_in(asked, *in, 200);
    const json::object answer = {{"second_factor", std::get<Secret>(*entered).reveal()}};
    co_return never_stored(json_response(answer));
}

awaitable<Response> finish(Asked asked, Request request) {
    auto body = body_as<SecondProof>(request);
    if (!body) co_return problem(body.error());
    co_return signed_in(asked, co_await asked.accounts.finish(body->ticket, body->code, device_of(request)),
                        200);
}

awaitable<Response> show_second_factor(Asked asked, Request request) {
    const auto status = co_await asked.second_factor.status(person_of(request).member.id);
    co_return status ? json_response(to_json(*status)) : problem(status.error());
}

awaitable<Response> begin_second_factor(Asked asked, Request request) {
    auto body = body_as<Proof>(request);
    if (!body) co_return problem(body.error());
    const auto proved = co_await asked.accounts.prove(person_of(request), body->password);
    if (!proved) co_return problem(proved.error());
    const auto offer = co_await asked.second_factor.begin(person_of(request));
    if (!offer) co_return problem(offer.error());
    const json::object answer = {{"secret", second_factor::base32(offer->secret.reveal())},
                                 {"uri", offer->uri}};
    co_return never_stored(json_response(answer));
}

awaitable<Response> confirm_second_factor(Asked asked, Request request) {
    auto body = body_as<Proof>(request);
    if (!body) co_return problem(body.error());
    const auto codes = co_await asked.second_factor.confirm(person_of(request), body->code);
    if (!codes) co_return problem(codes.error());
    json::array shown;
    for (const auto& code : *codes)
        shown.push_back(json::string(code.reveal()));
    const json::object answer = {{"recovery_codes", shown}};
    co_return never_stored(json_response(answer));
}

awaitable<Response> remove_second_factor(Asked asked, Request request) {
    auto body = body_as<Proof>(request);
    if (!body) co_return problem(body.error());
    const auto proved = co_await asked.accounts.prove(person_of(request), body->password);
    if (!proved) co_return problem(proved.error());
    const auto removed = co_await asked.second_factor.remove(person_of(request), body->code);
    co_return removed ? net::http::no_content() : problem(removed.error());
}

awaitable<Response> change_password(Asked asked, Request request) {
    auto change = body_as<PasswordChange>(request);
    if (!change) co_return problem(change.error());
    const auto changed = co_await asked.accounts.change_password(person_of(request), *std::move(change));
    co_return changed ? net::http::no_content() : problem(changed.error());
}

}  // namespace

void add_routes(net::http::Router& router, Accounts& accounts, second_factor::SecondFactor& second_factor,
                sessions::Transport transport) {
    const Asked asked{accounts, second_factor, transport};
    const net::http::PartRoutes routes(router, asked);
    routes.add(Method::get, "/api/setup", "public", show_setup);
    routes.add(Method::post, "/api/setup", "public", set_up);
    routes.add(Method::post, "/api/session", "public", sign_in);
    routes.add(Method::post, "/api/session/second-factor", "public", finish);
    routes.add(Method::post, "/api/account/password", "person", change_password);
    routes.add(Method::get, "/api/account/second-factor", "person", show_second_factor);
    routes.add(Method::post, "/api/account/second-factor", "person", begin_second_factor);
    routes.add(Method::post, "/api/account/second-factor/confirm", "person", confirm_second_factor);
    routes.add(Method::post, "/api/account/second-factor/remove", "person", remove_second_factor);
}

}  // namespace gantry::cloud::accounts
