// Which pages, names and peers may talk to us: the answers to CSRF, to DNS rebinding and to proxies. Pure:
// any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "net/http/message.hpp"

namespace gantry::net::http {

// False when a page of another host sends a request that changes something or opens a WebSocket, by its
// Origin or by the browser's own word (Sec-Fetch-Site). Requests without either come from programs, or from
// pages by plain navigation, and pass.
bool same_origin(const Request& request);

// Whether the browser says that a page of another origin asks, be it only for a picture. Browsers say so on
// secure origins only, of which localhost is one.
bool asked_by_foreign_page(const Request& request);

// Whether a request of a loopback peer is one of somebody at this machine, and not what a proxy on it hands
// on: such have a forwarding header, an old HTTP version, or the name that the proxy is known by as Host.
enum class HttpVersion { http_1_0, http_1_1 };
bool came_directly(const Request& request, HttpVersion version);

// Whether the Host header is an address, localhost or one of `names`; any when there are none.
bool host_allowed(std::string_view host, const std::vector<std::string>& names);

}  // namespace gantry::net::http
