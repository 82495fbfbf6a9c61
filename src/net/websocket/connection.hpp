// One WebSocket, as server or as client. Owned by its handler; the executor's thread only.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "base/asio.hpp"
#include "base/result.hpp"
#include "net/http/message.hpp"

namespace gantry::net::websocket {

// The code of a close whose reason is that the other side may no longer be here (4000-4999 are ours).
inline constexpr std::uint16_t revoked_code = 4401;

class Connection {
public:
    virtual ~Connection() = default;
    // The next text message; nothing at the peer's orderly close. Throws SystemError when the connection
    // breaks, a message is longer than the limit, or the peer misses two pings.
    virtual awaitable<std::optional<std::string>> read() = 0;
    // Queues a text message and returns at once; messages leave in order. A peer that does not take its
    // messages (over `max_queued_bytes`) is disconnected: read() then throws, or
    // ends when the peer is told why (`slow_code`).
    virtual void send(std::string text) = 0;
    // Starts the closing handshake with an application code (4000-4999 are ours) and ends read(). Never
    // blocks.
    virtual void close(std::uint16_t code, std::string reason) = 0;
};

struct Limits {
    std::size_t max_message_bytes = 1024 * 1024;
    std::size_t max_queued_bytes = 8 * 1024 * 1024;
    // What a peer is told that does not take its messages, should it read again; 0 cuts it off at once.
    std::uint16_t slow_code = 0;
    std::chrono::milliseconds ping_every{20'000};
};

struct ClientRequest {
    std::string url;  // ws:// or wss://
    http::Headers headers;
    std::chrono::milliseconds limit{10'000};  // connect and handshakes together
    Limits limits;
};

// Errors: offline, timeout, untrusted (wss certificate), unauthorized (401 or 403), rejected (any other
// answer).
awaitable<Result<std::unique_ptr<Connection>>> connect(ClientRequest request);

}  // namespace gantry::net::websocket
