// The people of a store: who they are, what each may do, and how they leave. Owned by the program; the event
// loop only. What the asker may do is looked up again within each change.
#pragma once

#include "base/password.hpp"
#include "cloud/accounts/changes.hpp"
#include "cloud/accounts/people.hpp"
#include "net/http/router.hpp"

namespace gantry::cloud::accounts {

struct UserChange {
    std::optional<std::string> role;
    // Permissions granted (true) or taken away (false) beside the role; replaces what was there.
    std::optional<std::map<std::string, bool>> overrides;
    std::optional<ScopeView> scope;
};
BOOST_DESCRIBE_STRUCT(UserChange, (), (role, overrides, scope))

// Errors: malformed, too_large.
Result<> check_change(const UserChange& change);
farm::Grants changed(farm::Grants grants, const UserChange& change);

class Members {
public:
    Members(storage::Database& database, const audit::Log& audit, Changes& changes)
        : database_(database), audit_(audit), changes_(changes) {}

    awaitable<Result<std::vector<Member>>> of(StoreId store);
    // Errors: malformed, forbidden, not_found, conflict (the last owner).
    awaitable<Result<Member>> change(Person asker, UserId user, UserChange change);
    // Errors: forbidden, not_found, conflict (the last owner).
    awaitable<Result<>> remove(Person asker, UserId user);
    // Oneself. Errors: conflict (the last owner).
    awaitable<Result<>> leave(Person person);

private:
    storage::Database& database_;
    const audit::Log& audit_;
    Changes& changes_;
};

void add_routes(net::http::Router& router, Members& members);

}  // namespace gantry::cloud::accounts
