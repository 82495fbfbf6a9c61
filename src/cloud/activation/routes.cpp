#include "cloud/activation/activation.hpp"

#include "farm/gateway/fingerprint.hpp"
#include "net/http/part_routes.hpp"

namespace gantry::cloud::activation {
namespace {

using accounts::person_of;
using net::http::body_as;
using net::http::json_response;
using net::http::Method;
using net::http::problem;
using net::http::Request;
using net::http::Response;

struct DeviceRequest {
    std::string host_name;
    std::string public_key;
    std::string software;
};
BOOST_DESCRIBE_STRUCT(DeviceRequest, (), (host_name, public_key, software))

struct TokenRequest {
    std::string device_code;
    std::string signature;
};
BOOST_DESCRIBE_STRUCT(TokenRequest, (), (device_code, signature))

struct Choice {
    StoreId store;
};
BOOST_DESCRIBE_STRUCT(Choice, (), (store))

awaitable<Response> request_code(Activation& activation, Request request) {
    auto body = body_as<DeviceRequest>(request);
    if (!body) co_return problem(body.error());
    Machine machine{body->host_name, body->software, body->public_key, request.remote_address};
    const auto code = activation.request_code(std::move(machine));
    if (!code) co_return problem(code.error());
    const auto page = activation.public_url() + "/activate";
    const json::object answer = {{"device_code", code->device_code},
                                 {"user_code", code->user_code},
                                 {"verification_uri", page},
                                 {"verification_uri_complete", page + "?code=" + code->user_code},
                                 {"expires_in", activation.code_lifetime().count()},
                                 {"interval", poll_interval.count()}};
    co_return json_response(answer);
}

awaitable<Response> request_token(Activation& activation, Request request) {
    auto body = body_as<TokenRequest>(request);
    if (!body) co_return problem(body.error());
    const auto granted = co_await activation.request_token(body->device_code, body->signature);
    if (!granted) {
        const auto& [error, reason] = granted.error();
        const json::object answer = {{"type", "about:blank"},   {"title", "Bad Request"},
                                     {"status", 400},           {"code", name_of(reason.code)},
                                     {"detail", reason.detail}, {"error", error}};
        auto response = json_response(answer, 400);
        response.headers["content-type"] = "application/problem+json";
        co_return response;
    }
    const json::object answer = {{"access_token", granted->access_token.reveal()},
                                 {"fuse_id", granted->fuse.text()},
                                 {"store_name", granted->store_name}};
    co_return net::http::never_stored(json_response(answer));
}

awaitable<Response> show(Activation& activation, Request request) {
    const auto asking = co_await activation.look_up(request.part("code"), person_of(request));
    if (!asking) co_return problem(asking.error());
    const auto& [code, members] = *asking;
    std::vector<accounts::StoreView> stores;
    stores.reserve(members.size());
    for (const auto& member : members)
        stores.push_back(accounts::store_of(member));
    const json::object answer = {{"host_name", code.machine.host_name},
                                 {"address", code.machine.address},
                                 {"fingerprint", farm::gateway::fingerprint(code.machine.public_key)},
                                 {"expires_at", to_ms(code.expires_at)},
                                 {"stores", to_json(stores)}};
    co_return json_response(answer);
}

awaitable<Response> confirm(Activation& activation, Request request) {
    const auto choice = body_as<Choice>(request);
    if (!choice) co_return problem(choice.error());
    const auto confirmed =
        co_await activation.confirm(request.part("code"), person_of(request), choice->store);
    co_return confirmed ? net::http::no_content() : problem(confirmed.error());
}

awaitable<Response> refuse(Activation& activation, Request request) {
    const auto refused = co_await activation.refuse(request.part("code"), person_of(request));
    co_return refused ? net::http::no_content() : problem(refused.error());
}

}  // namespace

void add_routes(net::http::Router& router, Activation& activation) {
    const net::http::PartRoutes routes(router, std::ref(activation));
    routes.add(Method::post, "/api/device/code", "public", request_code);
    routes.add(Method::post, "/api/device/token", "public", request_token);
    // fuse.manage, in the store that is named and not in the one that the browser looks at.
    routes.add(Method::get, "/api/activation/{code}", "member", show);
    routes.add(Method::post, "/api/activation/{code}", "member", confirm);
    routes.add(Method::del, "/api/activation/{code}", "member", refuse);
}

}  // namespace gantry::cloud::activation
