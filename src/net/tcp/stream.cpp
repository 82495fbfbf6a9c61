#include "net/tcp/stream.hpp"

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include "base/within.hpp"
#include "net/tcp/listening.hpp"

namespace gantry::net::tcp {
namespace {

using asio::ip::tcp;

class TcpStream final : public Stream {
public:
    explicit TcpStream(tcp::socket socket) : socket_(std::move(socket)) {}

    awaitable<std::size_t> read_some(std::span<std::byte> target) override {
        ErrorCode error;
        const auto count = co_await socket_.async_read_some(asio::buffer(target.data(), target.size()),
                                                            asio::redirect_error(use_awaitable, error));
        if (error == asio::error::eof) co_return 0;
        if (error) throw SystemError(error);
        co_return count;
    }

    awaitable<void> write(BytesView data) override {
        co_await asio::async_write(socket_, asio::buffer(data.data(), data.size()), use_awaitable);
    }

    awaitable<void> shutdown() override {
        try {
            ErrorCode ignored;
            socket_.shutdown(tcp::socket::shutdown_send, ignored);
            co_await within(1s, drain());
        } catch (const SystemError&) {
            // The peer may be gone already; closing is all that is left to do.
        }
        close();
    }

    void close() noexcept override {
        ErrorCode ignored;
        socket_.close(ignored);
    }

    awaitable<void> open(std::string host, std::uint16_t port) {
        ErrorCode no_address;
        const auto address = asio::ip::make_address(host, no_address);
        if (!no_address) {
            // Without the resolver's thread.
            co_await socket_.async_connect(tcp::endpoint(address, port), use_awaitable);
            socket_.set_option(tcp::no_delay(true));
            co_return;
        }
        tcp::resolver resolver(socket_.get_executor());
        const auto found = co_await resolver.async_resolve(host, std::to_string(port), use_awaitable);
        co_await asio::async_connect(socket_, found, use_awaitable);
        socket_.set_option(tcp::no_delay(true));
    }

private:
    // Unread bytes would turn our close into a reset that takes the last answer with it.
    awaitable<void> drain() {
        std::array<std::byte, 4096> rest;
        while (co_await read_some(rest) != 0) {
        }
    }

    tcp::socket socket_;
};

asio::ip::address plain(const asio::ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    }
    return address;
}

}  // namespace

awaitable<Result<std::unique_ptr<Stream>>> connect(std::string host, std::uint16_t port,
                                                   std::chrono::milliseconds limit) {
    auto stream = std::make_unique<TcpStream>(tcp::socket(co_await asio::this_coro::executor));
    try {
        co_await within(limit, stream->open(host, port));
    } catch (const SystemError& e) {
        if (e.code() == asio::error::timed_out) co_return fail(Errc::timeout, "no answer from " + host);
        if (e.code() == asio::error::operation_aborted) throw;
        co_return fail(Errc::offline, host + ": " + e.code().message());
    }
    std::unique_ptr<Stream> connected = std::move(stream);
    co_return connected;
}

Listener::Listener(Executor executor, const std::string& address, std::uint16_t port)
    : acceptor_(listen(executor, address, port)) {}

std::uint16_t Listener::port() const {
    return acceptor_.local_endpoint().port();
}

awaitable<Accepted> Listener::accept() {
    auto socket = co_await acceptor_.async_accept(use_awaitable);
    socket.set_option(tcp::no_delay(true));
    const auto remote = plain(socket.remote_endpoint().address());
    Accepted accepted{.remote_address = remote.to_string(), .is_loopback = remote.is_loopback()};
    accepted.stream = std::make_unique<TcpStream>(std::move(socket));
    co_return accepted;
}

void Listener::close() noexcept {
    ErrorCode ignored;
    acceptor_.close(ignored);
}

}  // namespace gantry::net::tcp
