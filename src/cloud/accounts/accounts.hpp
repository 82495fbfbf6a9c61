// Who may enter: the first owner by a one-time link, then people with e-mail address and password. Owned by
// the program; the event loop only.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <variant>

#include "base/password.hpp"
#include "base/rate_limit.hpp"
#include "cloud/second_factor/second_factor.hpp"
#include "cloud/sessions/cookies.hpp"
#include "net/http/router.hpp"

namespace gantry::cloud::accounts {

struct Options {
    std::filesystem::path data;  // where setup-link is written
    std::string public_url;
    HashCost hash_cost = HashCost::interactive;
    std::function<Time()> now = std::chrono::system_clock::now;
};

struct Setup {
    Secret token;
    std::string name;
    std::string email;
    Secret password;
    std::string store_name;
};
BOOST_DESCRIBE_STRUCT(Setup, (), (token, name, email, password, store_name))

// Somebody who comes without an invitation, and gets a store of their own.
struct Newcomer {
    std::string name;
    std::string email;
    Secret password;
    std::string store_name;
};
BOOST_DESCRIBE_STRUCT(Newcomer, (), (name, email, password, store_name))

struct PasswordChange {
    Secret current;
    Secret password;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (current, password))

inline constexpr std::size_t max_name_bytes = 100;

// 1 to 100 bytes without control characters. Errors: malformed, which names `member`.
Result<> check_name(const std::string& name, const char* member);
// Plain addresses only: what could break a line of an e-mail is refused. Errors: malformed.
Result<> check_email(const std::string& email);

// In, or half-way: with the ticket and a code of the second factor one is in.
using Entered = std::variant<sessions::SignedIn, Secret>;

class Accounts {
public:
    Accounts(storage::Database& database, const audit::Log& audit, Changes& changes,
             sessions::Sessions& sessions, second_factor::SecondFactor& second_factor, Options options);

    // At start: while nobody exists, makes a new setup link, writes it to data/setup-link and returns it.
    awaitable<Result<std::optional<std::string>>> prepare();
    bool setup_needed() const { return !setup_token_.empty(); }

    // Errors: unauthorized (wrong or used token), malformed, conflict.
    awaitable<Result<sessions::SignedIn>> set_up(Setup setup, sessions::Device device);
    // Whether that is allowed, the caller has asked. Errors: malformed, conflict (the address is taken),
    // rate_limited.
    awaitable<Result<sessions::SignedIn>> enter(Newcomer newcomer, sessions::Device device);
    // Errors: unauthorized (which does not say whether the address exists), rate_limited, storage.
    awaitable<Result<Entered>> sign_in(std::string email, Secret password, sessions::Device device);
    // Errors: unauthorized (the ticket), rejected (the code), rate_limited, storage.
    awaitable<Result<sessions::SignedIn>> finish(Secret ticket, std::string code, sessions::Device device);
    // Who is signed in proves it once more. Errors: rejected, rate_limited, storage.
    awaitable<Result<>> prove(Person person, Secret password);
    // Signs every other browser of this person out. Errors: rejected (wrong current one), malformed,
    // rate_limited.
    awaitable<Result<>> change_password(Person person, PasswordChange change);

    // Errors: rate_limited.
    awaitable<Result<std::string>> hash(Secret password) { return passwords_.hash(std::move(password)); }
    const Options& options() const { return options_; }

private:
    enum class Which { first, further };
    awaitable<Result<sessions::SignedIn>> found(Newcomer newcomer, sessions::Device device, Which which);
    awaitable<Result<people::User>> verified(std::string email, Secret password, sessions::Device device);
    awaitable<void> note_refused(UserId user, sessions::Device device);

    Options options_;
    storage::Database& database_;
    const audit::Log& audit_;
    Changes& changes_;
    sessions::Sessions& sessions_;
    second_factor::SecondFactor& second_factor_;
    Passwords passwords_;
    RateLimit by_address_;
    RateLimit by_account_;
    Secret setup_token_;  // empty: there is an owner
};

void add_routes(net::http::Router& router, Accounts& accounts, second_factor::SecondFactor& second_factor,
                sessions::Transport transport);

}  // namespace gantry::cloud::accounts
