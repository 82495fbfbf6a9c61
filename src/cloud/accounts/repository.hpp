// Stores, people and their sessions in the database. Owned by Accounts; the event loop only.
// Every function may also fail with Errc::storage.
#pragma once

#include <chrono>
#include <functional>

#include "cloud/accounts/member.hpp"
#include "cloud/storage/database.hpp"

namespace gantry::cloud::accounts {

using Time = std::chrono::system_clock::time_point;

struct Credentials {
    Member member;
    std::string password_hash;
};

class Repository {
public:
    explicit Repository(storage::Database& database) : database_(database) {}

    awaitable<Result<bool>> has_users();
    // The first owner with their store. Errors: conflict when there is anybody already.
    awaitable<Result<>> add_first_owner(Credentials owner, Time now);
    // Errors: conflict when the address is taken.
    awaitable<Result<>> add_user(Credentials user, Time now);
    // Errors: not_found.
    awaitable<Result<Credentials>> find_by_email(std::string email);
    awaitable<Result<std::vector<Member>>> users_of(StoreId store);
    // `change` sees the person as they are and may refuse. Errors: not_found; conflict when the store would
    // have no owner left; those of `change`.
    using Change = std::function<Result<>(Member&)>;
    awaitable<Result<Member>> change_grants(StoreId store, UserId user, Change change);

    awaitable<Result<>> add_session(std::string token_hash, UserId user, Time now);
    awaitable<Result<>> remove_session(std::string token_hash);
    // Who has that session; keeps it alive. Errors: unauthorized when unknown or unused for `lifetime`.
    awaitable<Result<Member>> find_session(std::string token_hash, Time now, std::chrono::seconds lifetime);

private:
    storage::Database& database_;
};

}  // namespace gantry::cloud::accounts
