// Password hashes (argon2id, libsodium), on threads of their own: one costs 64 MiB and tens of milliseconds.
// Owned by Accounts; the event loop only.
#pragma once

#include <string>

#include "base/asio.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/worker_pool.hpp"

namespace gantry::cloud::accounts {

// interactive: libsodium's cost for sign-ins. cheapest: for tests.
enum class HashCost { interactive, cheapest };

class Passwords {
public:
    explicit Passwords(HashCost cost);

    // Errors: rate_limited when too many are waiting.
    awaitable<Result<std::string>> hash(Secret password);
    // With an empty hash (nobody has that address) it takes as long and answers false.
    awaitable<Result<bool>> verify(std::string hash, Secret password);

private:
    template <class Work>
    awaitable<Result<std::invoke_result_t<Work&>>> bounded(Work work);

    HashCost cost_;
    std::string nobodys_hash_;
    int waiting_ = 0;
    WorkerPool threads_{2};
};

}  // namespace gantry::cloud::accounts
