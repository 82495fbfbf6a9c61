// A file onto a file server: sent, confirmed by the server and compared in size.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "base/asio.hpp"
#include "base/bytes.hpp"
#include "base/worker_pool.hpp"
#include "net/ftps/target.hpp"

namespace gantry::net::ftps {

struct Upload {
    std::string name;  // in the server's root; a file of that name is replaced
    std::uint64_t bytes = 0;
    // At most `limit` bytes from there, fewer at the end only. On the worker's thread.
    std::function<Result<Bytes>(std::uint64_t offset, std::size_t limit)> read;
    // Nothing, once the server takes the file; then how much was sent, whenever it is more. On the worker's
    // thread.
    std::function<void(std::uint64_t sent)> progress;
    // The data connection without TLS, for servers that hang in its handshake (docs/protocols/bambu-files.md,
    // section 2).
    bool in_clear = false;
    std::chrono::milliseconds stall{30'000};  // without a byte sent
    // From the last byte to the server's word that it has them: a slow card takes minutes.
    std::chrono::milliseconds last_word{300'000};
};

// Works on the pool; `stop` ends it within some seconds. What was sent in part is deleted again, as far as
// the server lets us. Errors: those of visit; storage (no room, or the file cannot be created there, with the
// server's words); timeout also when nothing moves any more; malformed (the server has another size); and
// those of `read`.
awaitable<Result<>> upload(WorkerPool& pool, Target target, Upload file, std::stop_token stop);

}  // namespace gantry::net::ftps
