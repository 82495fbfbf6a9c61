#include "base/random.hpp"
#include "base/within.hpp"
#include "net/http/client.hpp"
#include "net/http/reader.hpp"
#include "net/http/transport.hpp"
#include "net/websocket/channel.hpp"
#include "net/websocket/connection.hpp"

namespace gantry::net::websocket {
namespace {

constexpr std::size_t max_refusal_bytes = 64 * 1024;

Error refusal(const http::Response& response, const std::string& host) {
    const auto code = response.status == 401 || response.status == 403 ? Errc::unauthorized : Errc::rejected;
    return {code, fmt::format("{} answered {}", host, response.status)};
}

http::ClientRequest handshake_of(const ClientRequest& request, const std::string& key) {
    http::ClientRequest handshake{.headers = request.headers};
    handshake.headers["upgrade"] = "websocket";
    handshake.headers["connection"] = "Upgrade";
    handshake.headers["sec-websocket-version"] = "13";
    handshake.headers["sec-websocket-key"] = key;
    return handshake;
}

awaitable<Result<std::unique_ptr<Connection>>> open(ClientRequest request, http::Url url) {
    auto stream = co_await http::connect(url, request.limit);
    if (!stream) co_return std::unexpected(stream.error());
    const auto key = to_base64(random_bytes(16));
    const auto handshake = http::format(handshake_of(request, key), url);
    co_await (*stream)->write(as_bytes(handshake));
    http::Reader reader(**stream);
    http::ResponseParser parser(max_refusal_bytes);
    const auto response = co_await reader.read_response(parser);
    if (!response) co_return fail(Errc::rejected, url.host + ": " + response.error().detail);
    if (response->status != 101) co_return std::unexpected(refusal(*response, url.host));
    const auto accepted = response->headers.find("sec-websocket-accept");
    if (accepted == response->headers.end() || accepted->second != accept_value(key)) {
        co_return fail(Errc::rejected, url.host + " does not speak WebSocket");
    }
    const auto executor = co_await asio::this_coro::executor;
    const auto channel =
        Channel::start(executor, *std::move(stream), Role::client, request.limits, reader.take_rest());
    co_return channel->connection();
}

}  // namespace

awaitable<Result<std::unique_ptr<Connection>>> connect(ClientRequest request) {
    const auto url = http::parse_url(request.url);
    if (!url) co_return std::unexpected(url.error());
    const auto limit = request.limit;
    try {
        co_return co_await within(limit, open(std::move(request), *url));
    } catch (const SystemError& e) {
        if (e.code() == asio::error::operation_aborted) throw;
        co_return fail(Errc::offline, url->host + ": " + e.code().message());
    }
}

}  // namespace gantry::net::websocket
