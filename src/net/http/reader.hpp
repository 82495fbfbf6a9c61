// Reads whole messages from a stream, keeping what comes behind them. Owned by one connection's coroutine.
#pragma once

#include <string>

#include "base/asio.hpp"
#include "net/http/wire.hpp"
#include "net/stream.hpp"

namespace gantry::net::http {

class Reader {
public:
    explicit Reader(Stream& stream) : stream_(stream) {}

    // Waits for the first byte of the next request. False at the peer's end.
    awaitable<bool> wait();
    // Errors: those of the parser; offline when the peer ends within the message.
    awaitable<Result<Head>> read_head(RequestParser& parser);
    awaitable<Result<std::string>> read_body(RequestParser& parser);
    // The next bytes of the body; none at its end. Errors as above.
    awaitable<Result<std::string>> read_part_of_body(RequestParser& parser);
    awaitable<Result<Response>> read_response(ResponseParser& parser);
    // What was received behind the last message.
    std::string take_rest() { return std::exchange(buffer_, {}); }

private:
    awaitable<bool> read_more(std::size_t bytes = 16 * 1024);

    Stream& stream_;
    std::string buffer_;
};

}  // namespace gantry::net::http
