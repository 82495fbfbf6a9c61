#include "net/tcp/listening.hpp"

#include <fmt/format.h>

#include <atomic>
#include <boost/asio/redirect_error.hpp>
#include <fstream>

#include "base/random.hpp"
#include "base/within.hpp"

namespace gantry::net::tcp {
namespace {

using asio::ip::tcp;

// Beyond the services that have a port of their own, and what browsers refuse to open.
constexpr std::uint16_t first_free = 20'000;
constexpr std::uint16_t last_port = 65'535;
constexpr int attempts = 1000;  // to find a port that nobody has

tcp::endpoint endpoint_of(const std::string& address, std::uint16_t port) {
    return {asio::ip::make_address(address), port};
}

std::string explain(const ErrorCode& code, const std::string& address, std::uint16_t port) {
    if (code == asio::error::address_in_use)
        return fmt::format("Port {} is taken by another program. Choose another port, or end that program.",
                           port);
    if (code == asio::error::access_denied)
        return fmt::format("This program may not use port {}. Choose one above 1023.", port);
    if (code == boost::system::errc::address_not_available)
        return fmt::format("This machine does not have the address {}. Choose one of its own.", address);
    if (code == asio::error::invalid_argument) return fmt::format("\"{}\" is not an IP address.", address);
    return fmt::format("Port {} of {} cannot be opened: {}.", port, address, code.message());
}

// How many ports are below those of outgoing connections, unless somebody has set these so that too few are.
std::uint32_t count_free() {
    std::uint16_t first_outgoing = 0;
    std::ifstream("/proc/sys/net/ipv4/ip_local_port_range") >> first_outgoing;
    return (first_outgoing > first_free + attempts ? first_outgoing : last_port) - first_free;
}

// One after another from a random one: each program begins elsewhere, and gives none of them twice while the
// one that has it does not listen yet.
std::uint16_t next_port() {
    static const auto count = count_free();
    static std::atomic<std::uint32_t> next = random_below(count);
    return static_cast<std::uint16_t>(first_free + next++ % count);
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

ListenError::ListenError(ErrorCode code, const std::string& address, std::uint16_t port)
    : SystemError(code), text_(explain(code, address, port)) {}

tcp::acceptor listen(const Executor& executor, const std::string& address, std::uint16_t port) {
    try {
        return {executor, endpoint_of(address, port)};
    } catch (const SystemError& e) {
        throw ListenError(e.code(), address, port);
    }
}

std::uint16_t free_port(const std::string& address) {
    asio::io_context loop;
    for (int attempt = 1;; ++attempt) {
        const auto port = next_port();
        try {
            listen(loop.get_executor(), address, port);
            return port;
        } catch (const ListenError& e) {
            if (e.code() != asio::error::address_in_use || attempt == attempts) throw;
        }
    }
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
