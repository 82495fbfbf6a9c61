// Who may enter: the first owner by a one-time link, then people with e-mail address and password, known by a
// session cookie. Owned by the program; the event loop only.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "base/password.hpp"
#include "base/rate_limit.hpp"
#include "cloud/accounts/repository.hpp"
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

struct NewUser {
    std::string name;
    std::string email;
    Secret password;
    std::string role;
};
BOOST_DESCRIBE_STRUCT(NewUser, (), (name, email, password, role))

struct UserChange {
    std::optional<std::string> role;
    // Permissions granted (true) or taken away (false) beside the role; replaces what was there.
    std::optional<std::map<std::string, bool>> overrides;
    std::optional<ScopeView> scope;
};
BOOST_DESCRIBE_STRUCT(UserChange, (), (role, overrides, scope))

struct SignedIn {
    Member member;
    Secret token;
};

// Told at once, so that what a person has open follows. Called on the event loop.
class Watcher {
public:
    virtual ~Watcher() = default;
    virtual void grants_changed(const Member& member) = 0;
    virtual void signed_out(const std::string& session) = 0;
};

class Accounts {
public:
    static constexpr auto session_lifetime = std::chrono::days(30);

    Accounts(storage::Database& database, Options options);

    void watch(Watcher* watcher) { watcher_ = watcher; }
    // At start: while nobody exists, makes a new setup link, writes it to data/setup-link and returns it.
    awaitable<Result<std::optional<std::string>>> prepare();
    bool setup_needed() const { return !setup_token_.empty(); }

    // Errors: unauthorized (wrong or used token), malformed, conflict.
    awaitable<Result<SignedIn>> set_up(Setup setup);
    // Errors: unauthorized (which does not say whether the address exists), rate_limited, storage.
    awaitable<Result<SignedIn>> sign_in(std::string email, Secret password, std::string address);
    awaitable<Result<>> sign_out(std::string session);
    // Errors: unauthorized, storage.
    awaitable<Result<Person>> who(Secret token);

    awaitable<Result<std::vector<Member>>> users(StoreId store);
    // Errors: malformed, forbidden, conflict.
    awaitable<Result<Member>> add_user(Member asker, NewUser user);
    // Errors: malformed, forbidden, not_found, conflict (last owner).
    awaitable<Result<Member>> change_user(Member asker, UserId user, UserChange change);

    const Options& options() const { return options_; }

private:
    awaitable<Result<SignedIn>> open_session(Member member);

    Options options_;
    Repository repository_;
    Passwords passwords_;
    RateLimit by_address_;
    RateLimit by_account_;
    Secret setup_token_;  // empty: there is an owner
    Watcher* watcher_ = nullptr;
};

void add_routes(net::http::Router& router, Accounts& accounts);

}  // namespace gantry::cloud::accounts
