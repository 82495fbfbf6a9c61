#include "cloud/accounts/password.hpp"

#include <sodium.h>

#include <array>
#include <new>

#include "base/bytes.hpp"
#include "base/random.hpp"

namespace gantry::cloud::accounts {
namespace {

constexpr int max_waiting = 16;

std::string hash_of(HashCost cost, const Secret& password) {
    const bool cheapest = cost == HashCost::cheapest;
    std::array<char, crypto_pwhash_STRBYTES> text{};
    const int failed =
        crypto_pwhash_str_alg(text.data(), password.reveal().data(), password.reveal().size(),
                              cheapest ? crypto_pwhash_OPSLIMIT_MIN : crypto_pwhash_OPSLIMIT_INTERACTIVE,
                              cheapest ? crypto_pwhash_MEMLIMIT_MIN : crypto_pwhash_MEMLIMIT_INTERACTIVE,
                              crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0) throw std::bad_alloc();
    return text.data();
}

}  // namespace

Passwords::Passwords(HashCost cost)
    : cost_(cost), nobodys_hash_(hash_of(cost, Secret(to_hex(random_bytes(16))))) {}

template <class Work>
awaitable<Result<std::invoke_result_t<Work&>>> Passwords::bounded(Work work) {
    if (waiting_ >= max_waiting) {
        co_return fail(Errc::rate_limited, "too many people sign in right now; try again in a moment");
    }
    struct Count {
        explicit Count(int& counted) : value(counted) { ++value; }
        ~Count() { --value; }
        int& value;
    };
    const Count count(waiting_);
    co_return co_await threads_.run(std::move(work));
}

awaitable<Result<std::string>> Passwords::hash(Secret password) {
    co_return co_await bounded([cost = cost_, password] { return hash_of(cost, password); });
}

awaitable<Result<bool>> Passwords::verify(std::string hash, Secret password) {
    const bool nobody = hash.empty();
    co_return co_await bounded([nobody, stored = nobody ? nobodys_hash_ : hash, password] {
        const auto& text = password.reveal();
        return crypto_pwhash_str_verify(stored.c_str(), text.data(), text.size()) == 0 && !nobody;
    });
}

}  // namespace gantry::cloud::accounts
