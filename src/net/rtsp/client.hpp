// One RTSP connection as client: requests with authentication, and the packets that arrive between and after
// the answers. Owned by one camera connection; the executor's thread only.
//
// Limits are the caller's (within()). What was read before a limit ran out is not lost: a call that timed out
// may be followed by another.
#pragma once

#include <array>
#include <memory>
#include <optional>

#include "net/rtsp/authentication.hpp"
#include "net/rtsp/message.hpp"
#include "net/stream.hpp"

namespace gantry::net::rtsp {

class Client {
public:
    Client(std::unique_ptr<Stream> stream, Credentials credentials, Parser::OnPacket on_packet);

    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    // Sends and waits for the answer. A 401 is tried once more with what it asks for; the second one is
    // unauthorized. Other errors: malformed, rejected (the answer is no success), not_found (404), offline.
    awaitable<Result<Response>> request(std::string method, std::string uri, Headers headers);
    // Sends without waiting; the answer is read with what comes next.
    awaitable<Result<>> notify(std::string method, std::string uri, Headers headers);
    awaitable<Result<>> send_packet(std::uint8_t channel, Bytes packet);
    // Reads once and gives out what is complete. Errors: malformed, too_large, offline (the end).
    awaitable<Result<>> receive();
    // Closes the stream, politely.
    awaitable<void> shutdown() { return stream_->shutdown(); }

private:
    awaitable<Result<>> write(std::string method, std::string uri, Headers headers);
    awaitable<Result<>> write(Bytes data);
    awaitable<Result<Response>> answer();

    std::unique_ptr<Stream> stream_;
    Credentials credentials_;
    Parser parser_;
    std::optional<Challenge> challenge_;
    std::string client_nonce_;
    unsigned nonce_count_ = 0;
    unsigned sequence_ = 0;
    std::optional<Response> answer_;  // to the request with the newest CSeq
    std::array<std::byte, 16 * 1024> buffer_{};
    std::optional<Error> failure_;  // found by a read whose caller had stopped waiting
};

}  // namespace gantry::net::rtsp
