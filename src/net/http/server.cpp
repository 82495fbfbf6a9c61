#include "net/http/server.hpp"

#include "base/log.hpp"
#include "base/within.hpp"
#include "net/http/session.hpp"

namespace gantry::net::http {
namespace {

constexpr auto log_area = "net.http";
constexpr auto goodbye_limit = 1s;

}  // namespace

struct Server::Implementation {
    Implementation(Executor executor, ServerOptions options, Router router)
        : listener(executor, options.address, options.port),
          shared{.options = std::move(options), .router = std::move(router)},
          sessions(executor, log_area) {}

    awaitable<void> accept_all();
    awaitable<void> accept_one();
    awaitable<void> stop();

    tcp::Listener listener;
    Shared shared;
    Supervisor sessions;
};

Server::Server(Executor executor, ServerOptions options, Router router)
    : implementation_(
          std::make_unique<Implementation>(std::move(executor), std::move(options), std::move(router))) {}

Server::~Server() = default;

std::uint16_t Server::port() const {
    return implementation_->listener.port();
}

awaitable<void> Server::run() {
    std::exception_ptr ended;
    try {
        co_await implementation_->accept_all();
    } catch (...) {
        ended = std::current_exception();
    }
    // Cancelled: what follows must run to its end, also when we are cancelled once more; else sessions would
    // outlive us.
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    co_await implementation_->stop();
    std::rethrow_exception(ended);
}

awaitable<void> Server::Implementation::accept_all() {
    for (;;) {
        std::string failure;
        try {
            co_await accept_one();
        } catch (const SystemError& e) {
            if (e.code() == asio::error::operation_aborted || e.code() == asio::error::bad_descriptor) throw;
            failure = e.code().message();
        }
        if (failure.empty()) continue;
        // Out of descriptors, or a peer that was gone before it was accepted: the others go on.
        log::warning(log_area, "accept: {}", failure);
        co_await sleep_for(100ms);
    }
}

awaitable<void> Server::Implementation::accept_one() {
    auto accepted = co_await listener.accept();
    if (sessions.running() >= shared.options.max_connections) co_return;  // closes it
    auto session = std::make_shared<Session>(shared, std::move(accepted));
    sessions.run("connection", [session] { return session->run(); });
}

awaitable<void> Server::Implementation::stop() {
    listener.close();
    shared.stopping = true;
    for (const auto& channel : shared.channels)
        channel->close(1001, "the server stops");
    const auto deadline = std::chrono::steady_clock::now() + goodbye_limit;
    while (!shared.channels.empty() && std::chrono::steady_clock::now() < deadline)
        co_await sleep_for(10ms);
    co_await sessions.stop();
}

}  // namespace gantry::net::http
