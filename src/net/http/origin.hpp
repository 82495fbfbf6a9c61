// Which pages and which names may talk to us: the answers to CSRF and to DNS rebinding. Pure: any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "net/http/message.hpp"

namespace gantry::net::http {

// False when a page of another host sends a request that changes something or opens a WebSocket. Requests
// without Origin come from programs, or from pages by plain navigation, and pass.
bool same_origin(const Request& request);

// Whether the Host header is an address, localhost or one of `names`; any when there are none.
bool host_allowed(std::string_view host, const std::vector<std::string>& names);

}  // namespace gantry::net::http
