// Password hashes (argon2id, libsodium), on threads of their own: one costs 64 MiB and tens of milliseconds.
// Owned by whoever keeps accounts; the event loop only.
#pragma once

#include <string>

#include "base/asio.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/worker_pool.hpp"

namespace gantry {

// interactive: libsodium's cost for sign-ins. cheapest: for tests.
enum class HashCost { interactive, cheapest };

inline constexpr std::size_t min_password_bytes = 10;
inline constexpr std::size_t max_password_bytes = 1024;
// Errors: malformed, which names the bound.
Result<> check_password(const Secret& password);

class Passwords {
public:
    // So many hashes at a time.
    explicit Passwords(HashCost cost, std::size_t threads = 2) : cost_(cost), threads_(threads) {}

    // Errors: rate_limited when too many are waiting.
    awaitable<Result<std::string>> hash(Secret password);
    // With an empty hash (nobody has that account) it takes as long and answers false.
    awaitable<Result<bool>> verify(std::string hash, Secret password);

private:
    template <class Work>
    awaitable<Result<std::invoke_result_t<Work&>>> bounded(Work work);

    HashCost cost_;
    int waiting_ = 0;
    WorkerPool threads_;
};

}  // namespace gantry
