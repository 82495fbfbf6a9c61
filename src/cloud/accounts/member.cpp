#include "cloud/accounts/member.hpp"

namespace gantry::cloud::accounts {

audit::Actor actor_of(const Person& person) {
    if (!person.key.empty())
        return {audit::ActorKind::apikey, person.key.text(), person.key_name, person.address};
    return {audit::ActorKind::user, person.member.id.text(), person.member.name, person.address};
}

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

StoreView store_of(const Member& member) {
    return {member.store, member.store_name, std::string(farm::role_name(member.grants.role))};
}

SessionView session_of(const Member& member) {
    SessionView view{.user = {member.id, member.name, member.email},
                     .permissions = farm::permissions_of(member.grants)};
    if (!member.store.empty()) view.store = store_of(member);
    return view;
}

}  // namespace gantry::cloud::accounts
