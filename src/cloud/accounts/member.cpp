#include "cloud/accounts/member.hpp"

namespace gantry::cloud::accounts {

UserView view_of(const Member& member) {
    return {member.id, member.name, member.email, std::string(farm::role_name(member.grants.role)),
            member.grants.overrides};
}

SessionView session_of(const Member& member) {
    return {view_of(member), member.store_name, farm::permissions_of(member.grants)};
}

}  // namespace gantry::cloud::accounts
