#include "cloud/accounts/member.hpp"

namespace gantry::cloud::accounts {

ScopeView view_of(const farm::Scope& scope) {
    return {scope.all, {scope.printers.begin(), scope.printers.end()}};
}

farm::Scope scope_of(const ScopeView& view) {
    farm::Scope scope{.all = view.all};
    if (!view.all) scope.printers = {view.printers.begin(), view.printers.end()};
    return scope;
}

UserView view_of(const Member& member) {
    const auto& grants = member.grants;
    return {member.id,        member.name,          member.email, std::string(farm::role_name(grants.role)),
            grants.overrides, view_of(grants.scope)};
}

SessionView session_of(const Member& member) {
    return {view_of(member), member.store_name, farm::permissions_of(member.grants)};
}

}  // namespace gantry::cloud::accounts
