// People of a store, and their JSON form. Values: any thread.
#pragma once

#include <any>
#include <map>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/json.hpp"
#include "farm/permission.hpp"
#include "net/http/message.hpp"

namespace gantry::cloud {

using UserId = Id<struct UserTag>;
using StoreId = Id<struct StoreTag>;

}  // namespace gantry::cloud

namespace gantry::cloud::accounts {

struct Member {
    UserId id;
    StoreId store;
    std::string store_name;
    std::string name;
    std::string email;
    farm::Grants grants;
    friend bool operator==(const Member&, const Member&) = default;
};

// Who asks, as Authorize leaves it in Request::principal of every route that needs a signed-in person.
struct Person {
    Member member;
    std::string session;  // the hash of the session's token: names the session without opening it
};
inline const Person& person_of(const net::http::Request& request) {
    return std::any_cast<const Person&>(request.principal);
}

// Which printers: all, or those named.
struct ScopeView {
    bool all = true;
    std::vector<farm::PrinterId> printers;
};
BOOST_DESCRIBE_STRUCT(ScopeView, (), (all, printers))

struct UserView {
    UserId id;
    std::string name;
    std::string email;
    std::string role;
    std::map<std::string, bool> overrides;
    ScopeView scope;
};
BOOST_DESCRIBE_STRUCT(UserView, (), (id, name, email, role, overrides, scope))

struct SessionView {
    UserView user;
    std::string store_name;
    std::vector<std::string> permissions;
};
BOOST_DESCRIBE_STRUCT(SessionView, (), (user, store_name, permissions))

ScopeView view_of(const farm::Scope& scope);
farm::Scope scope_of(const ScopeView& view);
UserView view_of(const Member& member);
SessionView session_of(const Member& member);

}  // namespace gantry::cloud::accounts
