#include "net/tls/stream.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include "base/within.hpp"
#include "net/tcp/listening.hpp"

namespace gantry::net::tls {
namespace {

using asio::ip::tcp;

// asio::ssl::context takes over one reference of the SSL_CTX.
asio::ssl::context wrap(ssl_ctx_st* context) {
    SSL_CTX_up_ref(context);
    return asio::ssl::context(context);
}

class TlsStream final : public Stream {
public:
    TlsStream(tcp::socket socket, ssl_ctx_st* context)
        : context_(wrap(context)), stream_(std::move(socket), context_) {}

    awaitable<std::size_t> read_some(std::span<std::byte> target) override {
        ErrorCode error;
        const auto count = co_await stream_.async_read_some(asio::buffer(target.data(), target.size()),
                                                            asio::redirect_error(use_awaitable, error));
        // Many printers end a stream without close_notify: an end is an end.
        if (error == asio::error::eof || error == asio::ssl::error::stream_truncated) co_return 0;
        if (error) throw SystemError(error);
        co_return count + drain(target.subspan(count));
    }

    awaitable<void> write(BytesView data) override {
        co_await asio::async_write(stream_, asio::buffer(data.data(), data.size()), use_awaitable);
    }

    awaitable<void> shutdown() override {
        try {
            co_await within(1s, say_goodbye());
        } catch (const SystemError&) {
            // The peer may be gone already; closing is all that is left to do.
        }
        close();
    }

    void close() noexcept override {
        ErrorCode ignored;
        stream_.lowest_layer().close(ignored);
    }

    awaitable<void> accept_handshake() {
        co_await stream_.async_handshake(asio::ssl::stream_base::server, use_awaitable);
    }

    awaitable<void> open(const Target& target) {
        const auto executor = co_await asio::this_coro::executor;
        tcp::resolver resolver(executor);
        const auto found =
            co_await resolver.async_resolve(target.host, std::to_string(target.port), use_awaitable);
        co_await asio::async_connect(stream_.next_layer(), found, use_awaitable);
        stream_.next_layer().set_option(tcp::no_delay(true));
        if (!target.server_name.empty()) {
            SSL_set_tlsext_host_name(stream_.native_handle(), target.server_name.c_str());
        }
        co_await stream_.async_handshake(asio::ssl::stream_base::client, use_awaitable);
    }

    // The handshake then fails unless the certificate names `host`.
    void require_name(const std::string& host) { SSL_set1_host(stream_.native_handle(), host.c_str()); }
    long verify_result() { return SSL_get_verify_result(stream_.native_handle()); }

private:
    // What has arrived already: a camera sends many small records, and waking up for each costs more than the
    // record. An error shows at the next read.
    std::size_t drain(std::span<std::byte> target) {
        std::size_t total = 0;
        std::size_t count = 0;
        while (total < target.size() && SSL_read_ex(stream_.native_handle(), target.data() + total,
                                                    target.size() - total, &count) == 1)
            total += count;
        ERR_clear_error();
        return total;
    }
    awaitable<void> say_goodbye() { co_await stream_.async_shutdown(use_awaitable); }

    asio::ssl::context context_;
    asio::ssl::stream<tcp::socket> stream_;
};

// What answers talks, but not TLS: nothing to wait for.
bool speaks_no_tls(const ErrorCode& error) {
    if (error.category() != asio::error::get_ssl_category()) return false;
    switch (ERR_GET_REASON(static_cast<unsigned long>(error.value()))) {
        case SSL_R_WRONG_VERSION_NUMBER:
        case SSL_R_UNEXPECTED_MESSAGE:
        case SSL_R_EXCESSIVE_MESSAGE_SIZE:
        case SSL_R_BAD_LENGTH:
        case SSL_R_LENGTH_MISMATCH:
            return true;
        default:
            return false;
    }
}

}  // namespace

awaitable<Result<Connected>> connect(Target target, Verify verify) {
    const auto executor = co_await asio::this_coro::executor;
    ClientContext context(std::move(verify));
    auto stream = std::make_unique<TlsStream>(tcp::socket(executor), context.native());
    try {
        co_await within(target.limit, stream->open(target));
    } catch (const SystemError& e) {
        if (!context.handshake().verdict) co_return std::unexpected(context.handshake().verdict.error());
        if (e.code() == asio::error::timed_out)
            co_return fail(Errc::timeout, "no answer from " + target.host);
        if (e.code() == asio::error::operation_aborted) throw;
        if (speaks_no_tls(e.code()))
            co_return fail(Errc::unsupported, "what answers at " + target.host + " does not speak TLS");
        co_return fail(Errc::offline, target.host + ": " + e.code().message());
    }
    Connected connected{std::move(stream), context.handshake().peer};
    co_return connected;
}

awaitable<Result<std::unique_ptr<Stream>>> connect_web(Target target) {
    const auto context = make_web_context();
    auto stream = std::make_unique<TlsStream>(tcp::socket(co_await asio::this_coro::executor), context.get());
    stream->require_name(target.host);
    target.server_name = target.host;
    try {
        co_await within(target.limit, stream->open(target));
    } catch (const SystemError& e) {
        if (e.code() == asio::error::operation_aborted) throw;
        if (e.code() == asio::error::timed_out)
            co_return fail(Errc::timeout, "no answer from " + target.host);
        if (const auto verdict = stream->verify_result(); verdict != X509_V_OK)
            co_return fail(Errc::untrusted, target.host + ": " + X509_verify_cert_error_string(verdict));
        co_return fail(Errc::offline, target.host + ": " + e.code().message());
    }
    std::unique_ptr<Stream> connected = std::move(stream);
    co_return connected;
}

struct Listener::Socket {
    tcp::acceptor acceptor;
    std::shared_ptr<ssl_ctx_st> context;
};

Listener::Listener(Executor executor, const std::string& address, std::uint16_t port,
                   std::shared_ptr<ssl_ctx_st> context)
    : socket_(new Socket{net::tcp::listen(executor, address, port), std::move(context)}) {}

Listener::~Listener() = default;

std::uint16_t Listener::port() const {
    return socket_->acceptor.local_endpoint().port();
}

awaitable<std::unique_ptr<Stream>> Listener::accept() {
    auto socket = co_await socket_->acceptor.async_accept(use_awaitable);
    socket.set_option(tcp::no_delay(true));
    std::unique_ptr<Stream> stream = std::make_unique<TlsStream>(std::move(socket), socket_->context.get());
    co_return stream;
}

void Listener::close() noexcept {
    ErrorCode ignored;
    socket_->acceptor.close(ignored);
}

awaitable<void> handshake(Stream& accepted) {
    co_await within(10s, static_cast<TlsStream&>(accepted).accept_handshake());
}

}  // namespace gantry::net::tls
