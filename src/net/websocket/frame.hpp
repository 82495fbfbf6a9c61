// WebSocket frames (RFC 6455) to messages and back. Pure, one direction of one connection each; any thread.
// Our own rather than Beast's: Beast's stream is compiled anew for each kind of transport (docs/decisions).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace gantry::net::websocket {

enum class Role { server, client };
enum class Opcode : std::uint8_t {
    continuation = 0x0,
    text = 0x1,
    binary = 0x2,
    close = 0x8,
    ping = 0x9,
    pong = 0xa
};

// A whole message, or a control frame.
struct Event {
    Opcode opcode = Opcode::text;  // text, close, ping or pong
    std::string payload;
};

struct CloseReason {
    std::uint16_t code = 1005;  // none given
    std::string text;
};

class Decoder {
public:
    // `role` is ours: a server demands masked frames, a client refuses them.
    Decoder(Role role, std::size_t max_message_bytes) : role_(role), max_message_bytes_(max_message_bytes) {}

    void feed(BytesView bytes);
    // Nothing while more bytes are needed. After an error the connection must end.
    // Errors: malformed (breaks the protocol, or text that is not UTF-8), too_large, unsupported (binary).
    Result<std::optional<Event>> next();

private:
    struct Header;
    Result<std::optional<Header>> read_header() const;
    Result<> check(const Header& header) const;
    void drop(std::size_t count);
    Result<std::optional<Event>> accept(const Header& header, std::string payload);

    Role role_;
    std::size_t max_message_bytes_;
    std::string buffer_;
    std::string message_;  // the fragments so far
    bool in_message_ = false;
};

// One unfragmented frame; a client's is masked with fresh random bytes.
std::string encode(Opcode opcode, std::string_view payload, Role role);
std::string encode_close(std::uint16_t code, std::string_view reason, Role role);
CloseReason parse_close(std::string_view payload);
// The close code for a Decoder's error.
std::uint16_t close_code_of(Errc code);

}  // namespace gantry::net::websocket
