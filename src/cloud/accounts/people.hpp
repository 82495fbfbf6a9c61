// People and their memberships as SQL. For use within Database::run; every function throws soci_error when
// the database fails.
#pragma once

#include "base/secret.hpp"
#include "cloud/accounts/member.hpp"

namespace gantry::cloud::accounts::people {

struct User {
    UserId id;
    std::string name;
    std::string email;  // in lower case
    std::string password_hash;
    StoreId last_store;  // where they were last
    bool administrator = false;
};

bool any(soci::session& sql);
// Errors: not_found.
Result<User> find(soci::session& sql, const UserId& user);
Result<User> find_by_email(soci::session& sql, const std::string& email);
void add(soci::session& sql, const User& user, Time now);
void set_password(soci::session& sql, const UserId& user, const std::string& password_hash);
void set_last_store(soci::session& sql, const UserId& user, const StoreId& store);

// Errors: not_found.
Result<Member> find_member(soci::session& sql, const UserId& user, const StoreId& store);
std::vector<Member> members_of(soci::session& sql, const StoreId& store);
std::vector<Member> memberships_of(soci::session& sql, const UserId& user);
inline constexpr std::size_t max_stores = 50;
// Whether they can be in one more. Errors: conflict.
Result<> check_room(soci::session& sql, const UserId& user);
// Somebody who is in no store, and may nothing.
Member without_store(const User& user);
void add_member(soci::session& sql, const Member& member, Time now);
void update_grants(soci::session& sql, const Member& member);
void remove_member(soci::session& sql, const Member& member);
// Whether the store has an owner beside this member.
bool has_other_owner(soci::session& sql, const Member& member);

void add_store(soci::session& sql, const StoreId& store, const std::string& name, Time now);

}  // namespace gantry::cloud::accounts::people
