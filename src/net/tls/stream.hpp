// TLS over TCP, as client and as server. Owned by one connection; the executor's thread only.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "base/asio.hpp"
#include "net/stream.hpp"
#include "net/tls/context.hpp"

namespace gantry::net::tls {

struct Target {
    std::string host;  // an address or a name
    std::uint16_t port = 0;
    std::string server_name;                  // SNI; a printer's serial number, or empty for none
    std::chrono::milliseconds limit{10'000};  // connect and handshake together
};

struct Connected {
    std::unique_ptr<Stream> stream;
    PeerIdentity peer;
};

// Connects and shakes hands. Errors: offline (refused, unreachable, handshake broken), timeout, unsupported
// (something else than TLS answers), and whatever `verify` answered when it refused the peer.
awaitable<Result<Connected>> connect(Target target, Verify verify);

// As connect(), for servers of the web: the certificate must be valid for `host` by the system's authorities.
// Errors: offline, timeout, untrusted.
awaitable<Result<std::unique_ptr<Stream>>> connect_web(Target target);

// Accepts TLS connections on one address; accept() may be called again while a handshake of another is
// running.
class Listener {
public:
    // Port 0 picks a free one. Throws ListenError (net/tcp/listening.hpp).
    Listener(Executor executor, const std::string& address, std::uint16_t port,
             std::shared_ptr<ssl_ctx_st> context);
    ~Listener();

    std::uint16_t port() const;
    // The next TCP connection, before its handshake. Throws SystemError when closed.
    awaitable<std::unique_ptr<Stream>> accept();
    void close() noexcept;

    struct Socket;

private:
    std::unique_ptr<Socket> socket_;
};

// The server's side of the handshake on a stream from Listener::accept. Throws SystemError.
awaitable<void> handshake(Stream& accepted);

}  // namespace gantry::net::tls
