#include "fuse/cameras/connection.hpp"

#include <fmt/format.h>

#include "base/within.hpp"

namespace gantry::fuse::cameras {
namespace {

// Whoever switches a camera off sees its socket closed within a second, also one that answers nothing.
constexpr auto goodbye_limit = 500ms;

Error explain(Error error, std::uint16_t port) {
    if (error.code == Errc::offline)
        error.detail += fmt::format(
            " (port {}). Check the printer's IP address and that it is switched on and in this network.",
            port);
    if (error.code == Errc::timeout)
        error.detail += fmt::format(" on port {0}. Ensure that the firewall allows port {0}.", port);
    return error;  // other codes explain themselves: they come from the certificate's check
}

bool cancelled(asio::cancellation_state state) {
    return state.cancelled() != asio::cancellation_type::none;
}

}  // namespace

awaitable<Result<std::unique_ptr<net::Stream>>> dial(net::tls::Target target, net::tls::Verify verify) {
    const auto port = target.port;
    auto connected = co_await net::tls::connect(std::move(target), std::move(verify));
    if (!connected) co_return std::unexpected(explain(std::move(connected.error()), port));
    co_return std::move(connected->stream);
}

awaitable<Error> run_and_close(std::function<awaitable<Error>()> body,
                               std::function<awaitable<void>()> close) {
    Error outcome{Errc::cancelled, "closed"};
    try {
        outcome = co_await body();
    } catch (const SystemError& e) {
        outcome = {Errc::offline, "The connection to the camera broke: " + e.code().message() + "."};
    }
    const bool stopped = cancelled(co_await asio::this_coro::cancellation_state);
    // A cancelled coroutine may not wait for anything, not even for a goodbye, until this.
    if (stopped) co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    try {
        co_await within(goodbye_limit, close());
    } catch (const SystemError&) {
        // It does not answer; the connection closes with its stream.
    }
    if (stopped) throw SystemError(asio::error::operation_aborted);
    co_return outcome;
}

}  // namespace gantry::fuse::cameras
