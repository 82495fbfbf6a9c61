// Plain TCP, as client and as server. Owned by one connection; the executor's thread only.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "base/asio.hpp"
#include "base/result.hpp"
#include "net/stream.hpp"

namespace gantry::net::tcp {

// Errors: offline (unknown name, refused, unreachable), timeout.
awaitable<Result<std::unique_ptr<Stream>>> connect(std::string host, std::uint16_t port,
                                                   std::chrono::milliseconds limit);

struct Accepted {
    std::unique_ptr<Stream> stream;
    std::string remote_address;
    bool is_loopback = false;  // the peer is
};

class Listener {
public:
    // Port 0 picks a free one. Throws ListenError (net/tcp/listening.hpp).
    Listener(Executor executor, const std::string& address, std::uint16_t port);

    std::uint16_t port() const;
    // Throws SystemError when closed, or when the system has no descriptor left.
    awaitable<Accepted> accept();
    void close() noexcept;

private:
    asio::ip::tcp::acceptor acceptor_;
};

}  // namespace gantry::net::tcp
