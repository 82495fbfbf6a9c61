#include "net/tcp/listening.hpp"

#include <fmt/format.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>

#include "base/within.hpp"

namespace gantry::net::tcp {
namespace {

using asio::ip::tcp;

tcp::endpoint endpoint_of(const std::string& address, std::uint16_t port) {
    return {asio::ip::make_address(address), port};
}

awaitable<void> connect_until_accepted(tcp::endpoint endpoint) {
    for (;;) {
        tcp::socket socket(co_await asio::this_coro::executor);
        ErrorCode error;
        co_await socket.async_connect(endpoint, asio::redirect_error(use_awaitable, error));
        if (!error) co_return;
        if (error == asio::error::operation_aborted) throw SystemError(error);
        co_await sleep_for(10ms);
    }
}

}  // namespace

std::uint16_t free_port(const std::string& address) {
    asio::io_context loop;
    const tcp::acceptor acceptor(loop, endpoint_of(address, 0));
    return acceptor.local_endpoint().port();
}

awaitable<Result<>> wait_until_listening(std::string address, std::uint16_t port,
                                         std::chrono::milliseconds limit) {
    try {
        co_await within(limit, connect_until_accepted(endpoint_of(address, port)));
    } catch (const SystemError& e) {
        if (e.code() != asio::error::timed_out) throw;
        co_return fail(Errc::timeout, fmt::format("nothing listens on {}:{}", address, port));
    }
    co_return Result<>{};
}

}  // namespace gantry::net::tcp
