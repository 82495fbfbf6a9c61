#include "net/http/transport.hpp"

#include "net/tcp/stream.hpp"
#include "net/tls/stream.hpp"

namespace gantry::net::http {

awaitable<Result<std::unique_ptr<Stream>>> connect(Url url, std::chrono::milliseconds limit) {
    if (!url.encrypted) co_return co_await tcp::connect(url.host, url.port, limit);
    tls::Target target{.host = url.host, .port = url.port, .limit = limit};
    co_return co_await tls::connect_web(std::move(target));
}

}  // namespace gantry::net::http
