// What every camera source does alike around its own protocol; for this folder's sources alone.
#pragma once

#include <functional>

#include "fuse/cameras/source.hpp"
#include "net/tls/stream.hpp"

namespace gantry::fuse::cameras {

// Connects with TLS; the error says what a person can do.
awaitable<Result<std::unique_ptr<net::Stream>>> dial(net::tls::Target target, net::tls::Verify verify);

// Runs `body` and then `close` for at most half a second, also when cancelled: printers hold the slot of a
// client that vanished for up to 20 minutes. I/O failures of the body become Errc::offline; cancellation
// passes through.
awaitable<Error> run_and_close(std::function<awaitable<Error>()> body,
                               std::function<awaitable<void>()> close);

}  // namespace gantry::fuse::cameras
