// What is behind a Connection: the decoder, the send queue, pings and the closing handshake on one stream.
// Shared by the Connection (which may be dropped any time) and its writing coroutine (which then says goodbye
// within 1 s and ends). The executor's thread only. Used by net/http's server and by connect().
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "base/asio.hpp"
#include "base/supervisor.hpp"
#include "net/stream.hpp"
#include "net/websocket/connection.hpp"
#include "net/websocket/frame.hpp"

namespace gantry::net::websocket {

class Channel : public std::enable_shared_from_this<Channel> {
public:
    // After the handshake; `received` came behind it. Starts the writing coroutine.
    static std::shared_ptr<Channel> start(Executor executor, std::unique_ptr<Stream> stream, Role role,
                                          Limits limits, std::string_view received);
    // The handle for a handler. One per channel.
    std::unique_ptr<Connection> connection();

    awaitable<std::optional<std::string>> read();
    void send(std::string_view text);
    void close(std::uint16_t code, std::string_view reason);
    // Completes when the last byte is sent and the stream is closed.
    awaitable<void> finished();

private:
    Channel(Executor executor, std::unique_ptr<Stream> stream, Role role, Limits limits);

    awaitable<void> write_until_closed();
    awaitable<void> write_queue();
    awaitable<void> write_all();
    awaitable<void> wait_for_work();
    awaitable<void> say_goodbye();
    awaitable<std::optional<Event>> read_event();
    awaitable<std::size_t> read_more();
    // What to do with an event; the message when it is one for the reader.
    std::optional<std::string> take(Event event);
    void enqueue(std::string frame);
    void ping_or_give_up();
    void give_up_on_slow_peer();
    void abort(ErrorCode failure);

    std::unique_ptr<Stream> stream_;
    Role role_;
    Limits limits_;
    Decoder decoder_;
    Supervisor supervisor_;
    asio::steady_timer work_;  // cancelled whenever the writer should look again
    asio::steady_timer ended_;
    std::chrono::steady_clock::time_point next_ping_;
    std::deque<std::string> queue_;
    std::size_t chunk_bytes_ = 0;   // of the next read
    std::size_t queued_bytes_ = 0;  // including what is being written
    int unanswered_pings_ = 0;
    bool reading_ = false;
    bool close_queued_ = false;  // nothing may follow our close frame
    bool peer_closed_ = false;
    bool closed_ = false;
    ErrorCode failure_;
};

// The value of Sec-WebSocket-Accept for a client's key.
std::string accept_value(std::string_view key);

}  // namespace gantry::net::websocket
