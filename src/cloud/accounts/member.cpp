#include "cloud/accounts/member.hpp"

#include "farm/tags.hpp"

namespace gantry::cloud::accounts {
namespace {

constexpr std::size_t max_printers_in_scope = 1000;
constexpr std::size_t max_tags_in_scope = 100;

}  // namespace

Result<> check_scope(const ScopeView& scope) {
    if (scope.printers.size() > max_printers_in_scope || scope.tags.size() > max_tags_in_scope)
        return fail(Errc::too_large, "scope: too many printers; choose all of them");
    for (const auto& tag : scope.tags) {
        if (!farm::is_tag(tag)) return fail(Errc::malformed, "scope: not a tag");
    }
    return {};
}

audit::Actor actor_of(const Person& person) {
    if (!person.key.empty())
        return {audit::ActorKind::apikey, person.key.text(), person.key_name, person.address};
    return {audit::ActorKind::user, person.member.id.text(), person.member.name, person.address};
}

ScopeView view_of(const farm::Scope& scope) {
    return {
        scope.all, {scope.printers.begin(), scope.printers.end()}, {scope.tags.begin(), scope.tags.end()}};
}

farm::Scope scope_of(const ScopeView& view) {
    farm::Scope scope{.all = view.all};
    if (view.all) return scope;
    scope.printers = {view.printers.begin(), view.printers.end()};
    scope.tags = {view.tags.begin(), view.tags.end()};
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
                     .permissions = farm::permissions_of(member.grants),
                     .administrator = member.administrator};
    if (!member.store.empty()) view.store = store_of(member);
    return view;
}

}  // namespace gantry::cloud::accounts
