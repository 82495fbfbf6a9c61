#include "cloud/live/live.hpp"

namespace gantry::cloud::live {
namespace {

using net::http::Request;
using net::http::Response;

awaitable<Response> name_servers(const Live& live, Request request) {
    const auto& device = std::any_cast<const fuses::Device&>(request.principal);
    const json::object answer = {{"ice_servers", to_json(live.servers_for(device.id))}};
    co_return net::http::never_stored(net::http::json_response(answer));
}

}  // namespace

void add_routes(net::http::Router& router, const Live& live) {
    router.add({.pattern = "/api/device/ice-servers",
                .permission = "device",
                .handler = [&live](Request request) { return name_servers(live, std::move(request)); }});
}

}  // namespace gantry::cloud::live
