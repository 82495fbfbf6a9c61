// The stream to a web address: TCP, or TLS verified against the system's authorities. For our clients only.
#pragma once

#include <chrono>
#include <memory>

#include "base/asio.hpp"
#include "net/http/url.hpp"
#include "net/stream.hpp"

namespace gantry::net::http {

// Errors: offline, timeout, untrusted.
awaitable<Result<std::unique_ptr<Stream>>> connect(Url url, std::chrono::milliseconds limit);

}  // namespace gantry::net::http
