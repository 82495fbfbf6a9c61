#include "cloud/invitations/invitations.hpp"

#include <boost/algorithm/string/case_conv.hpp>

#include "base/random.hpp"

namespace gantry::cloud::invitations {
namespace {

namespace people = accounts::people;

constexpr long long max_open = 200;  // of a store

std::string hash_of(const Secret& token) {
    return to_hex(sha256(as_bytes(token.reveal())));
}

std::unexpected<Error> unknown() {
    return fail(Errc::not_found, "this invitation was used or withdrawn; ask for another one");
}

// Besides the one that another to the same address replaces.
long long count_of_others(soci::session& sql, const StoreId& store, const std::string& email) {
    long long count = 0;
    sql << "SELECT COUNT(*) FROM invitations WHERE store_id = :store AND email <> :email",
        soci::use(store.text()), soci::use(email), soci::into(count);
    return count;
}

bool is_member(soci::session& sql, const std::string& email, const StoreId& store) {
    const auto user = people::find_by_email(sql, email);
    return user && people::find_member(sql, user->id, store).has_value();
}

void insert(soci::session& sql, const InvitationView& view, const accounts::Member& inviter,
            const farm::Grants& grants, const std::string& token_hash) {
    const auto overrides = to_text(to_json(grants.overrides));
    const auto scope = to_text(to_json(accounts::view_of(grants.scope)));
    const long long created_at = view.created_at;
    const long long expires_at = view.expires_at;
    sql << "DELETE FROM invitations WHERE store_id = :store AND email = :email",
        soci::use(inviter.store.text()), soci::use(view.email);
    sql << "INSERT INTO invitations (id, store_id, email, role, overrides, scope, token_hash, invited_by, "
           "created_at, expires_at) "
           "VALUES (:id, :store, :email, :role, :overrides, :scope, :hash, :by, :created, :expires)",
        soci::use(view.id.text()), soci::use(inviter.store.text()), soci::use(view.email),
        soci::use(view.role), soci::use(overrides), soci::use(scope), soci::use(token_hash),
        soci::use(inviter.id.text()), soci::use(created_at), soci::use(expires_at);
}

}  // namespace

struct Invitations::Row {
    InvitationId id;
    std::string email;
    accounts::Member inviter;
    farm::Grants grants;
};

Invitations::Invitations(storage::Database& database, const audit::Log& audit, accounts::Accounts& accounts,
                         sessions::Sessions& sessions, mail::Outbox& outbox)
    : database_(database),
      audit_(audit),
      accounts_(accounts),
      sessions_(sessions),
      outbox_(outbox),
      by_address_(20, 3s) {}

bool Invitations::may_try(const std::string& address) {
    return by_address_.allow(address_key(address), std::chrono::steady_clock::now());
}

awaitable<Result<Made>> Invitations::create(Person person, NewInvitation wanted) {
    boost::to_lower(wanted.email);
    const accounts::UserChange change{wanted.role, wanted.overrides, wanted.scope};
    for (const auto& checked : {accounts::check_email(wanted.email), accounts::check_change(change)}) {
        if (!checked) co_return std::unexpected(checked.error());
    }
    const auto grants = accounts::changed({}, change);
    const Secret token(to_base64url(random_bytes(32)));
    const auto now = sessions_.now();
    InvitationView view{.id = InvitationId(random_id()),
                        .email = wanted.email,
                        .role = wanted.role,
                        .invited_by = person.member.name,
                        .created_at = to_ms(now),
                        .expires_at = to_ms(now + lifetime)};
    auto work = [this, person, view, grants, hash = hash_of(token)](soci::session& sql) -> Result<> {
        const auto& store = person.member.store;
        const auto inviter = people::find_member(sql, person.member.id, store);
        if (!inviter) return std::unexpected(inviter.error());
        if (auto may = farm::may_grant(inviter->grants, std::nullopt, grants); !may) return may;
        if (is_member(sql, view.email, store)) return fail(Errc::conflict, view.email + " is here already");
        if (count_of_others(sql, store, view.email) >= max_open)
            return fail(Errc::conflict, "too many invitations are open; withdraw some first");
        insert(sql, view, *inviter, grants, hash);
        audit_.append(sql,
                      {store, accounts::actor_of(person), "user.invited", view.email, {{"role", view.role}}});
        return {};
    };
    const auto added = co_await database_.run(std::move(work));
    if (!added) co_return std::unexpected(added.error());
    const Secret link(accounts_.options().public_url + "/invitation#" + token.reveal());
    auto mail = co_await send(view, person.member.store_name, link);
    co_return Made{std::move(view), link, std::move(mail)};
}

awaitable<std::string> Invitations::send(const InvitationView& invitation, std::string store_name,
                                         Secret link) {
    if (!outbox_.configured()) co_return "off";
    mail::Letter letter{
        .to = invitation.email,
        .subject = invitation.invited_by + " invites you to " + store_name + " on Gantry",
        .body =
            fmt::format("Hello,\n\n{} invites you to the store \"{}\" on Gantry.\n\nOpen this link within a "
                        "week to accept; it works once:\n{}\n\nIf you did not expect this, ignore it: "
                        "nothing happens.\n",
                        invitation.invited_by, store_name, link.reveal())};
    const auto sent = co_await outbox_.send(std::move(letter));
    co_return sent ? "sent" : sent.error().detail;
}

awaitable<Result<std::vector<InvitationView>>> Invitations::of(StoreId store) {
    auto work = [store](soci::session& sql) -> Result<std::vector<InvitationView>> {
        const soci::rowset<soci::row> rows =
            (sql.prepare << "SELECT i.id, i.email, i.role, u.name, i.created_at, i.expires_at "
                            "FROM invitations i JOIN users u ON u.id = i.invited_by "
                            "WHERE i.store_id = :store ORDER BY i.created_at, i.id",
             soci::use(store.text()));
        std::vector<InvitationView> views;
        for (const auto& row : rows) {
            views.push_back({InvitationId(row.get<std::string>(0)), row.get<std::string>(1),
                             row.get<std::string>(2), row.get<std::string>(3), row.get<long long>(4),
                             row.get<long long>(5)});
        }
        return views;
    };
    co_return co_await database_.read(std::move(work));
}

awaitable<Result<>> Invitations::revoke(Person person, InvitationId invitation) {
    auto work = [this, person, invitation](soci::session& sql) -> Result<> {
        const auto& store = person.member.store;
        std::string email;
        sql << "SELECT email FROM invitations WHERE id = :id AND store_id = :store",
            soci::use(invitation.text()), soci::use(store.text()), soci::into(email);
        if (!sql.got_data()) return fail(Errc::not_found, "no such invitation");
        sql << "DELETE FROM invitations WHERE id = :id", soci::use(invitation.text());
        audit_.append(sql, {store, accounts::actor_of(person), "user.uninvited", email});
        return {};
    };
    co_return co_await database_.run(std::move(work));
}

Result<Invitations::Row> Invitations::find(soci::session& sql, const Secret& token) const {
    const auto hash = hash_of(token);
    soci::row row;
    sql << "SELECT id, store_id, email, role, overrides, scope, invited_by, expires_at FROM invitations "
           "WHERE token_hash = :hash",
        soci::use(hash), soci::into(row);
    if (!sql.got_data()) return unknown();
    if (sessions_.now() >= from_ms(row.get<long long>(7)))
        return fail(Errc::expired, "this invitation has expired; ask for another one");
    const auto role = farm::parse_role(row.get<std::string>(3));
    const auto overrides = parse_as<std::map<std::string, bool>>(row.get<std::string>(4));
    const auto scope = parse_as<accounts::ScopeView>(row.get<std::string>(5));
    auto inviter =
        people::find_member(sql, UserId(row.get<std::string>(6)), StoreId(row.get<std::string>(1)));
    if (!role || !overrides || !scope || !inviter) return unknown();
    farm::Grants grants{.role = *role, .overrides = *overrides, .scope = accounts::scope_of(*scope)};
    if (!farm::may_grant(inviter->grants, std::nullopt, grants)) return unknown();
    return Row{InvitationId(row.get<std::string>(0)), row.get<std::string>(2), *std::move(inviter),
               std::move(grants)};
}

awaitable<Result<Offered>> Invitations::show(Secret token, std::string address) {
    if (!may_try(address)) co_return fail(Errc::rate_limited, "too many attempts; try again in a minute");
    auto work = [this, token](soci::session& sql) -> Result<Offered> {
        const auto row = find(sql, token);
        if (!row) return std::unexpected(row.error());
        return Offered{row->inviter.store_name, row->inviter.name, row->email,
                       std::string(farm::role_name(row->grants.role)),
                       people::find_by_email(sql, row->email).has_value()};
    };
    co_return co_await database_.read(std::move(work));
}

void Invitations::admit(soci::session& sql, const Row& row, const people::User& user,
                        const std::string& address) const {
    const auto& store = row.inviter.store;
    people::add_member(sql, {.id = user.id, .store = store, .grants = row.grants}, sessions_.now());
    people::set_last_store(sql, user.id, store);
    sql << "DELETE FROM invitations WHERE id = :id", soci::use(row.id.text());
    const audit::Actor actor{audit::ActorKind::user, user.id.text(), user.name, address};
    audit_.append(sql, {store, actor, "user.joined", user.email, {{"invited_by", row.inviter.email}}});
}

awaitable<Result<sessions::SignedIn>> Invitations::accept(Acceptance acceptance, sessions::Device device) {
    if (!may_try(device.address))
        co_return fail(Errc::rate_limited, "too many attempts; try again in a minute");
    for (const auto& checked :
         {accounts::check_name(acceptance.name, "name"), check_password(acceptance.password)}) {
        if (!checked) co_return std::unexpected(checked.error());
    }
    auto known = [this, token = acceptance.token](soci::session& sql) -> Result<> {
        const auto row = find(sql, token);
        return row ? Result<>{} : std::unexpected(row.error());
    };
    // A hash costs much: only for those who have a link.
    if (auto found = co_await database_.read(std::move(known)); !found)
        co_return std::unexpected(found.error());
    auto hash = co_await accounts_.hash(acceptance.password);
    if (!hash) co_return std::unexpected(hash.error());
    people::User user{.id = UserId(random_id()), .name = acceptance.name, .password_hash = *std::move(hash)};
    auto work = [this, user, token = acceptance.token, device](soci::session& sql) mutable -> Result<> {
        const auto row = find(sql, token);
        if (!row) return std::unexpected(row.error());
        user.email = row->email;
        if (people::find_by_email(sql, user.email))
            return fail(Errc::conflict, "there is an account with this address; sign in to accept");
        people::add(sql, user, sessions_.now());
        admit(sql, *row, user, device.address);
        return {};
    };
    const auto joined = co_await database_.run(std::move(work));
    if (!joined) co_return std::unexpected(joined.error());
    co_return co_await sessions_.open(user.id, std::move(device), "session.opened");
}

awaitable<Result<sessions::SignedIn>> Invitations::join(Person person, Secret token) {
    if (!may_try(person.address))
        co_return fail(Errc::rate_limited, "too many attempts; try again in a minute");
    auto work = [this, person, token](soci::session& sql) -> Result<StoreId> {
        const auto row = find(sql, token);
        if (!row) return std::unexpected(row.error());
        if (row->email != person.member.email)
            return fail(Errc::forbidden, "this invitation is for " + row->email + "; sign in as them");
        const auto user = people::find(sql, person.member.id);
        if (!user) return std::unexpected(user.error());
        if (people::find_member(sql, user->id, row->inviter.store))
            return fail(Errc::conflict, "you are in this store already");
        if (auto room = people::check_room(sql, user->id); !room) return std::unexpected(room.error());
        admit(sql, *row, *user, person.address);
        return row->inviter.store;
    };
    const auto store = co_await database_.run(std::move(work));
    if (!store) co_return std::unexpected(store.error());
    co_return co_await sessions_.move(person, *store);
}

}  // namespace gantry::cloud::invitations
