// HTTP/1.1 as bytes. Boost.Beast parses (in wire.cpp only: its templates are costly to compile), the values
// of message.hpp come out; answers are written by hand. No I/O; one connection's coroutine.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "net/http/message.hpp"

namespace gantry::net::http {

inline constexpr std::size_t max_head_bytes = 16 * 1024;

struct Head {
    Request request;         // without body
    bool head_only = false;  // HEAD: handled as GET, answered without the body
    bool keep_alive = false;
    bool is_http_1_0 = false;
    bool expects_continue = false;
    bool upgrades_to_websocket = false;
    bool has_body = false;
    std::uint64_t content_length = 0;  // 0 when chunked
};

class RequestParser {
public:
    RequestParser();
    ~RequestParser();

    // Takes a part of `bytes` and says how much; what is left is to be given again with more behind it. Stops
    // at the end of the head until allow_body. Errors: malformed, too_large, unsupported (method).
    Result<std::size_t> put(BytesView bytes);
    bool has_head() const;
    bool is_complete() const;
    // Once, when has_head(). Errors: malformed, unsupported.
    Result<Head> take_head();
    void allow_body(std::uint64_t max_bytes);
    // What came since it was last asked.
    std::string take_body();

private:
    struct Parsing;
    std::unique_ptr<Parsing> parsing_;
};

class ResponseParser {
public:
    explicit ResponseParser(std::size_t max_body_bytes);
    ~ResponseParser();

    // As RequestParser::put, but does not stop between head and body.
    Result<std::size_t> put(BytesView bytes);
    // The peer has closed: the end of a body without length. Errors: malformed when it came too early.
    Result<> put_end();
    bool is_complete() const;
    Response take();

private:
    struct Parsing;
    std::unique_ptr<Parsing> parsing_;
};

enum class After { keep_alive, close };
// Values that would break the line structure are cut at the break. `more` goes before headers of the same
// name.
std::string format_head(const Response& response, After after, const Headers& more = {});
std::string format(const struct ClientRequest& request, const struct Url& url);

}  // namespace gantry::net::http
