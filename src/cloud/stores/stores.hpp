// The stores of a person. Owned by the program; the event loop only.
#pragma once

#include "cloud/accounts/members.hpp"
#include "cloud/gateway/gateway.hpp"
#include "cloud/sessions/sessions.hpp"

namespace gantry::cloud::stores {

using accounts::Member;
using accounts::Person;

class Stores {
public:
    Stores(storage::Database& database, const audit::Log& audit, accounts::Changes& changes,
           gateway::Gateway& gateway, std::function<Time()> now);

    Signal<StoreId> deleted;  // with all that is in it

    awaitable<Result<std::vector<Member>>> of(UserId user);
    // The maker is its owner. Errors: malformed, conflict (too many).
    awaitable<Result<Member>> create(Person person, std::string name);
    // Errors: malformed.
    awaitable<Result<>> rename(Person person, std::string name);
    // With everything in it; its Fuses are cut off. `typed` is its name, typed by a person. Errors: rejected.
    awaitable<Result<>> remove(Person person, std::string typed);

private:
    storage::Database& database_;
    const audit::Log& audit_;
    accounts::Changes& changes_;
    gateway::Gateway& gateway_;
    std::function<Time()> now_;
};

void add_routes(net::http::Router& router, Stores& stores, accounts::Members& members);

}  // namespace gantry::cloud::stores
