// A short visit to a file server: signs in, asks how much room there is, and leaves. No data connection is
// opened.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string_view>

#include "base/asio.hpp"
#include "base/worker_pool.hpp"
#include "net/ftps/target.hpp"

namespace gantry::net::ftps {

struct Room {
    // As far as the server says (AVBL).
    std::optional<std::uint64_t> free_bytes;
};

// Works on the pool; `stop` ends it within a second, as the limit does. Errors: unauthorized, untrusted,
// offline, timeout, rejected (with the server's own words), cancelled.
awaitable<Result<Room>> visit(WorkerPool& pool, Target target, std::stop_token stop);

// The number in the server's answer to AVBL or SIZE; none for any other line.
std::optional<std::uint64_t> number_of(std::string_view line);

}  // namespace gantry::net::ftps
