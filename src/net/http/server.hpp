// HTTP/1.1 and WebSocket server on one address. Owned by the program; the executor's thread only.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/asio.hpp"
#include "net/http/router.hpp"

namespace gantry::net::http {

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0 picks a free one
    std::size_t max_connections = 2048;
    std::chrono::milliseconds header_limit{10'000};  // a slow sender is cut off
    std::chrono::milliseconds body_limit{60'000};
    std::chrono::milliseconds idle_limit{60'000};
    websocket::Limits socket_limits;
    // Host header values answered besides addresses and "localhost" (DNS rebinding); empty accepts any.
    std::vector<std::string> host_names;
    // Header of a trusted reverse proxy with the client's address, used only for peers on this machine.
    std::string forwarded_header;
    std::function<void(int status)> answered;  // told of each answer, for statistics; may be empty
};

class Server {
public:
    // Binds at once. Throws tcp::ListenError when the address cannot be taken.
    Server(Executor executor, ServerOptions options, Router router);
    ~Server();

    std::uint16_t port() const;
    // Serves until cancelled; then ends open connections (WebSockets with 1001) within a second.
    // A handler that throws answers 500 and is logged; it ends nothing else.
    awaitable<void> run();

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace gantry::net::http
