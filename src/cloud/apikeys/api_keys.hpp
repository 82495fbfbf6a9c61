// API keys of a store. Owned by the program; the event loop only. Every function may also fail with
// Errc::storage.
#pragma once

#include "base/secret.hpp"
#include "cloud/accounts/changes.hpp"
#include "cloud/accounts/people.hpp"
#include "net/http/router.hpp"

namespace gantry::cloud::apikeys {

using accounts::Person;

struct NewKey {
    std::string name;
    std::vector<std::string> permissions;
    std::optional<std::int64_t> expires_at;  // Unix milliseconds; absent: never
};
BOOST_DESCRIBE_STRUCT(NewKey, (), (name, permissions, expires_at))

struct KeyView {
    ApiKeyId id;
    std::string name;
    std::string prefix;  // how it starts, to tell it from others
    std::vector<std::string> permissions;
    std::string made_by;
    std::int64_t created_at = 0;
    std::optional<std::int64_t> expires_at;
    std::optional<std::int64_t> used_at;
};
BOOST_DESCRIBE_STRUCT(KeyView, (), (id, name, prefix, permissions, made_by, created_at, expires_at, used_at))

struct Made {
    KeyView view;
    Secret key;  // known now and never again
};

class ApiKeys {
public:
    ApiKeys(storage::Database& database, const audit::Log& audit, accounts::Changes& changes,
            std::function<Time()> now);

    // Errors: malformed, forbidden (what a key may not hold, or its maker does not), conflict (too many).
    awaitable<Result<Made>> create(Person person, NewKey wanted);
    awaitable<Result<std::vector<KeyView>>> of(StoreId store);
    // At once. Errors: not_found.
    awaitable<Result<>> revoke(Person person, ApiKeyId key);
    // Who asks with this key. Errors: unauthorized.
    awaitable<Result<Person>> who(Secret key, std::string address);

private:
    awaitable<void> note_used(ApiKeyId key, Time now);

    storage::Database& database_;
    const audit::Log& audit_;
    accounts::Changes& changes_;
    std::function<Time()> now_;
};

void add_routes(net::http::Router& router, ApiKeys& keys);

}  // namespace gantry::cloud::apikeys
