#include "base/password.hpp"

#include <sodium.h>

#include <array>
#include <new>

namespace gantry {
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

Result<> check_password(const Secret& password) {
    if (password.reveal().size() < min_password_bytes)
        return fail(Errc::malformed, "password: at least 10 characters");
    if (password.reveal().size() > max_password_bytes) return fail(Errc::malformed, "password: too long");
    return {};
}

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
    co_return co_await bounded([cost = cost_, stored = std::move(hash), password] {
        const auto& text = password.reveal();
        // Whoever asks must not learn from the time whether there is such an account.
        if (stored.empty()) {
            hash_of(cost, password);
            return false;
        }
        return crypto_pwhash_str_verify(stored.c_str(), text.data(), text.size()) == 0;
    });
}

}  // namespace gantry
