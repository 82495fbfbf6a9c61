// What an RTSP server sends: responses and, anywhere between them, interleaved packets ("$"). A Parser is
// owned by one connection; one thread at a time. Input is untrusted and every size is bounded.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"

namespace gantry::net::rtsp {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Response {
    int status = 0;  // 0: a request of the server's own, which a client may ignore
    Headers headers;
    std::string body;

    // The first header of this name in any case; empty when there is none.
    std::string_view header(std::string_view name) const;
    // All of them: WWW-Authenticate comes once per scheme.
    std::vector<std::string> all(std::string_view name) const;
};

class Parser {
public:
    // `packet` is valid during the call only.
    using OnPacket = std::function<void(std::uint8_t channel, BytesView packet)>;
    using OnResponse = std::function<void(Response response)>;

    Parser(OnPacket on_packet, OnResponse on_response)
        : on_packet_(std::move(on_packet)), on_response_(std::move(on_response)) {}

    // The next bytes of the connection, split anywhere. Errors: malformed, too_large; nothing more may be
    // added after one.
    Result<> add(BytesView input);

private:
    Result<bool> take_one();
    Result<bool> take_packet(BytesView rest);
    Result<bool> take_response(BytesView rest);

    OnPacket on_packet_;
    OnResponse on_response_;
    Bytes buffer_;
    std::size_t consumed_ = 0;
};

}  // namespace gantry::net::rtsp
