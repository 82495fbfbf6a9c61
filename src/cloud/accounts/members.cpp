#include "cloud/accounts/members.hpp"

namespace gantry::cloud::accounts {
namespace {

std::unexpected<Error> last_owner() {
    return fail(Errc::conflict, "a store needs an owner; make somebody else owner first");
}

json::object described(const Member& member) {
    const auto view = view_of(member);
    return {{"role", view.role}, {"overrides", to_json(view.overrides)}, {"scope", to_json(view.scope)}};
}

}  // namespace

Result<> check_change(const UserChange& change) {
    if (change.role && !farm::parse_role(*change.role)) return fail(Errc::malformed, "role: unknown");
    const auto overrides = change.overrides.value_or(std::map<std::string, bool>{});
    for (const auto& [name, granted] : overrides) {
        if (!farm::is_permission(name))
            return fail(Errc::malformed, "overrides: unknown permission \"" + name.substr(0, 40) + "\"");
    }
    return change.scope ? check_scope(*change.scope) : Result<>{};
}

farm::Grants changed(farm::Grants grants, const UserChange& change) {
    if (change.role) grants.role = farm::parse_role(*change.role).value_or(grants.role);
    if (change.overrides) grants.overrides = *change.overrides;
    if (change.scope) grants.scope = scope_of(*change.scope);
    return grants;
}

awaitable<Result<std::vector<Member>>> Members::of(StoreId store) {
    auto work = [store](soci::session& sql) -> Result<std::vector<Member>> {
        return people::members_of(sql, store);
    };
    co_return co_await database_.read(std::move(work));
}

awaitable<Result<Member>> Members::change(Person asker, UserId user, UserChange change) {
    if (auto checked = check_change(change); !checked) co_return std::unexpected(checked.error());
    auto work = [this, asker, user, change](soci::session& sql) -> Result<Member> {
        const auto& store = asker.member.store;
        const auto now_asking = people::find_member(sql, asker.member.id, store);
        auto member = people::find_member(sql, user, store);
        if (!now_asking || !member) return fail(Errc::not_found, "no such user");
        auto before = *member;
        member->grants = changed(before.grants, change);
        if (auto may = farm::may_grant(now_asking->grants, before.grants, member->grants); !may)
            return std::unexpected(may.error());
        if (member->grants.role != farm::Role::owner && !people::has_other_owner(sql, *member))
            return last_owner();
        people::update_grants(sql, *member);
        audit_.append(sql, {store,
                            actor_of(asker),
                            "user.changed",
                            member->email,
                            {{"before", described(before)}, {"after", described(*member)}}});
        return member;
    };
    auto member = co_await database_.run(std::move(work));
    if (member) changes_.member.tell(*member);
    co_return member;
}

awaitable<Result<>> Members::remove(Person asker, UserId user) {
    const auto store = asker.member.store;
    auto work = [this, asker, user, store](soci::session& sql) -> Result<> {
        const auto now_asking = people::find_member(sql, asker.member.id, store);
        const auto member = people::find_member(sql, user, store);
        if (!now_asking || !member) return fail(Errc::not_found, "no such user");
        if (auto may = farm::may_remove(now_asking->grants, member->grants); !may) return may;
        if (!people::has_other_owner(sql, *member)) return last_owner();
        people::remove_member(sql, *member);
        audit_.append(sql, {store, actor_of(asker), "user.removed", member->email});
        return {};
    };
    auto removed = co_await database_.run(std::move(work));
    if (removed) changes_.removed.tell(user, store);
    co_return removed;
}

awaitable<Result<>> Members::leave(Person person) {
    auto work = [this, person](soci::session& sql) -> Result<> {
        if (!people::has_other_owner(sql, person.member)) return last_owner();
        people::remove_member(sql, person.member);
        audit_.append(sql, {person.member.store, actor_of(person), "user.left", person.member.email});
        return {};
    };
    auto left = co_await database_.run(std::move(work));
    if (left) changes_.removed.tell(person.member.id, person.member.store);
    co_return left;
}

}  // namespace gantry::cloud::accounts
