// HTTP requests to servers that we know (the Cloud). Any thread's coroutine; nothing is kept between calls.
#pragma once

#include <chrono>
#include <string>

#include "base/asio.hpp"
#include "net/http/message.hpp"

namespace gantry::net::http {

struct ClientRequest {
    Method method = Method::get;
    std::string url;  // http:// or https:// (verified against the system's authorities)
    Headers headers;
    std::string body;
    std::chrono::milliseconds limit{10'000};
    std::size_t max_response_bytes = 1024 * 1024;
};

// Any HTTP answer is a Response, whatever its status. Errors: offline, timeout, untrusted, too_large,
// malformed (url).
awaitable<Result<Response>> fetch(ClientRequest request);

}  // namespace gantry::net::http
