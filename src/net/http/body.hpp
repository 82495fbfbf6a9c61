// Bodies that are never held as a whole: of a request while it comes, of a response while it goes. Used by
// one connection's coroutine at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/asio.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"

namespace gantry::net::http {

// The body of a request to a route with `upload`. Owned by the connection: for the handler's time only.
class IncomingBody {
public:
    virtual ~IncomingBody() = default;
    // As the sender announced it; nothing when it is chunked.
    virtual std::optional<std::uint64_t> size() const = 0;
    // The next bytes, at most some 64 KiB; none at the end. Errors: offline (the sender left), timeout (it
    // was silent), too_large (beyond the route's limit), malformed.
    virtual awaitable<Result<std::string>> next() = 0;
};

// What a response consists of, read while it is sent. Shared by the responses that show parts of it.
class ContentSource {
public:
    virtual ~ContentSource() = default;
    virtual std::uint64_t size() const = 0;  // bytes
    // At most `limit` bytes from `offset`, which is below size(); not none. Any error ends the connection, so
    // that the reader sees that something is missing.
    virtual awaitable<Result<Bytes>> read(std::uint64_t offset, std::size_t limit) = 0;
};

}  // namespace gantry::net::http
