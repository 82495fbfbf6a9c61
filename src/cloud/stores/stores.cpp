#include "cloud/stores/stores.hpp"

#include "base/log.hpp"
#include "base/random.hpp"
#include "cloud/accounts/accounts.hpp"

namespace gantry::cloud::stores {
namespace {

namespace people = accounts::people;

}  // namespace

Stores::Stores(storage::Database& database, const audit::Log& audit, accounts::Changes& changes,
               gateway::Gateway& gateway, std::function<Time()> now)
    : database_(database), audit_(audit), changes_(changes), gateway_(gateway), now_(std::move(now)) {}

awaitable<Result<std::vector<Member>>> Stores::of(UserId user) {
    auto work = [user](soci::session& sql) -> Result<std::vector<Member>> {
        return people::memberships_of(sql, user);
    };
    co_return co_await database_.read(std::move(work));
}

awaitable<Result<Member>> Stores::create(Person person, std::string name) {
    if (auto checked = accounts::check_name(name, "name"); !checked)
        co_return std::unexpected(checked.error());
    auto member = person.member;
    member.store = StoreId(random_id());
    member.store_name = name;
    member.grants = {.role = farm::Role::owner};
    auto work = [this, person, member, now = now_()](soci::session& sql) -> Result<Member> {
        if (auto room = people::check_room(sql, member.id); !room) return std::unexpected(room.error());
        people::add_store(sql, member.store, member.store_name, now);
        people::add_member(sql, member, now);
        audit_.append(sql, {member.store, accounts::actor_of(person), "store.created", member.store_name});
        return member;
    };
    co_return co_await database_.run(std::move(work));
}

awaitable<Result<>> Stores::rename(Person person, std::string name) {
    if (auto checked = accounts::check_name(name, "name"); !checked) co_return checked;
    auto work = [this, person, name](soci::session& sql) -> Result<std::vector<Member>> {
        const auto& store = person.member.store;
        sql << "UPDATE stores SET name = :name WHERE id = :id", soci::use(name), soci::use(store.text());
        audit_.append(sql, {store,
                            accounts::actor_of(person),
                            "store.renamed",
                            name,
                            {{"before", person.member.store_name}}});
        return people::members_of(sql, store);
    };
    const auto members = co_await database_.run(std::move(work));
    if (!members) co_return std::unexpected(members.error());
    for (const auto& member : *members)
        changes_.member.tell(member);
    co_return Result<>{};
}

awaitable<Result<>> Stores::remove(Person person, std::string typed) {
    struct Removed {
        std::vector<Member> members;
        std::vector<FuseId> fuses;
    };
    const auto store = person.member.store;
    auto work = [this, person, store, typed](soci::session& sql) -> Result<Removed> {
        const auto asking = people::find_member(sql, person.member.id, store);
        if (!asking) return fail(Errc::not_found, "no such store");
        if (!farm::allows(asking->grants, farm::permission::store_delete))
            return fail(Errc::forbidden, "you may not delete this store");
        if (typed != asking->store_name)
            return fail(Errc::rejected, "the name typed is not this store's name");
        Removed removed{.members = people::members_of(sql, store)};
        const soci::rowset<std::string> fuses =
            (sql.prepare << "SELECT id FROM fuses WHERE store_id = :store", soci::use(store.text()));
        for (const auto& fuse : fuses)
            removed.fuses.emplace_back(fuse);
        audit_.append(sql, {store, accounts::actor_of(person), "store.deleted", asking->store_name});
        sql << "DELETE FROM stores WHERE id = :id", soci::use(store.text());
        return removed;
    };
    const auto removed = co_await database_.run(std::move(work));
    if (!removed) co_return std::unexpected(removed.error());
    log::info("cloud.stores", "{} has deleted the store \"{}\"", person.member.email, typed);
    for (const auto& fuse : removed->fuses)
        gateway_.cut(fuse);
    for (const auto& member : removed->members)
        changes_.removed.tell(member.id, store);
    deleted.tell(store);
    co_return Result<>{};
}

}  // namespace gantry::cloud::stores
