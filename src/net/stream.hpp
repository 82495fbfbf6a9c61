// A connected byte stream, encrypted or not. Owned by one connection; used on its executor's thread only.
#pragma once

#include <cstddef>
#include <span>

#include "base/asio.hpp"
#include "base/bytes.hpp"

namespace gantry::net {

class Stream {
public:
    virtual ~Stream() = default;
    // At least one byte; 0 only at the peer's orderly end. Throws SystemError when the connection breaks.
    virtual awaitable<std::size_t> read_some(std::span<std::byte> target) = 0;
    // All of `data` or an exception. One call is one TLS record while `data` is below 16 KiB.
    virtual awaitable<void> write(BytesView data) = 0;
    // Says goodbye (close_notify) and closes; waits at most a second for the peer.
    virtual awaitable<void> shutdown() = 0;
    // Closes at once; pending operations end with an error.
    virtual void close() noexcept = 0;
};

// Exactly target.size() bytes. Throws SystemError(eof) when the peer ends before.
awaitable<void> read_exactly(Stream& stream, std::span<std::byte> target);

}  // namespace gantry::net
