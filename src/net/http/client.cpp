#include "net/http/client.hpp"

#include "base/within.hpp"
#include "net/http/reader.hpp"
#include "net/http/transport.hpp"
#include "net/http/url.hpp"

namespace gantry::net::http {
namespace {

awaitable<Result<Response>> exchange(ClientRequest request, Url url) {
    auto stream = co_await connect(url, request.limit);
    if (!stream) co_return std::unexpected(stream.error());
    const auto bytes = format(request, url);
    co_await (*stream)->write(as_bytes(bytes));
    Reader reader(**stream);
    ResponseParser parser(request.max_response_bytes);
    auto response = co_await reader.read_response(parser);
    (*stream)->close();
    if (!response && response.error().code == Errc::malformed)
        co_return fail(Errc::offline, url.host + ": " + response.error().detail);
    co_return response;
}

}  // namespace

awaitable<Result<Response>> fetch(ClientRequest request) {
    const auto url = parse_url(request.url);
    if (!url) co_return std::unexpected(url.error());
    const auto limit = request.limit;
    try {
        auto response = co_await within(limit, exchange(std::move(request), *url));
        if (!response && response.error().code == Errc::timeout)
            co_return fail(Errc::timeout, url->host + ": no answer within the time limit");
        co_return response;
    } catch (const SystemError& e) {
        if (e.code() == asio::error::operation_aborted) throw;
        co_return fail(Errc::offline, url->host + ": " + e.code().message());
    }
}

}  // namespace gantry::net::http
