// People of a store and who asks, and their JSON form. Values: any thread.
#pragma once

#include <any>
#include <map>
#include <string>
#include <vector>

#include "cloud/audit/log.hpp"
#include "farm/permission.hpp"
#include "net/http/message.hpp"

namespace gantry::cloud::accounts {

// A person in one store.
struct Member {
    UserId id;
    StoreId store;  // empty: in none, and nothing is allowed
    std::string store_name;
    std::string name;
    std::string email;
    farm::Grants grants;
    bool administrator = false;  // of the server: who was the first on it
    friend bool operator==(const Member&, const Member&) = default;
};

// Who asks, as Authorize leaves it in Request::principal of every route that needs somebody.
struct Person {
    Member member;      // of a key or a wall: its maker, limited to what that may
    SessionId session;  // empty for a key and a wall
    ApiKeyId key;
    std::string key_name;
    WallLinkId wall;          // of a wall: its link; `member` has the link's name then
    bool hide_names = false;  // whether that wall is told no names
    bool camera = false;      // what the token claims: camera files are given out by it
    Time until;               // the access ends then unless it is renewed
    std::string address;
};
inline const Person& person_of(const net::http::Request& request) {
    return std::any_cast<const Person&>(request.principal);
}
audit::Actor actor_of(const Person& person);

// Which printers: all, or those named and those that have one of the tags.
struct ScopeView {
    bool all = true;
    std::vector<farm::PrinterId> printers;
    std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(ScopeView, (), (all, printers, tags))

// Errors: malformed, too_large.
Result<> check_scope(const ScopeView& scope);

struct UserView {
    UserId id;
    std::string name;
    std::string email;
    std::string role;
    std::map<std::string, bool> overrides;
    ScopeView scope;
};
BOOST_DESCRIBE_STRUCT(UserView, (), (id, name, email, role, overrides, scope))

struct StoreView {
    StoreId id;
    std::string name;
    std::string role;
};
BOOST_DESCRIBE_STRUCT(StoreView, (), (id, name, role))

struct Identity {
    UserId id;
    std::string name;
    std::string email;
};
BOOST_DESCRIBE_STRUCT(Identity, (), (id, name, email))

struct SessionView {
    Identity user;
    std::optional<StoreView> store;
    std::vector<std::string> permissions;
    bool administrator = false;
};
BOOST_DESCRIBE_STRUCT(SessionView, (), (user, store, permissions, administrator))

ScopeView view_of(const farm::Scope& scope);
farm::Scope scope_of(const ScopeView& view);
UserView view_of(const Member& member);
StoreView store_of(const Member& member);
SessionView session_of(const Member& member);

}  // namespace gantry::cloud::accounts
