#include "cloud/live/live.hpp"

namespace gantry::cloud::live {
namespace {

using net::http::Request;
using net::http::Response;

awaitable<Response> name_servers(const Live& live, Request request) {
    const auto& device = std::any_cast<const fuses::Device&>(request.principal);
    const json::object answer = {{"ice_servers", to_json(live.servers_for(device.id))}};
    auto response = net::http::json_response(answer);
    response.headers["cache-control"] = "no-store";
    co_return response;
}

}  // namespace

void add_routes(net::http::Router& router, const Live& live) {
    router.add({.pattern = "/api/device/ice-servers",
                .permission = "device",
                .handler = [&live](Request request) { return name_servers(live, std::move(request)); }});
}

}  // namespace gantry::cloud::live
