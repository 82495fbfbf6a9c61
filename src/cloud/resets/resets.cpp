#include "cloud/resets/resets.hpp"

#include <boost/algorithm/string/case_conv.hpp>

namespace gantry::cloud::resets {
namespace {

namespace people = accounts::people;

std::unexpected<Error> unknown() {
    return fail(Errc::not_found, "this link was used or replaced; ask for another one");
}

std::unexpected<Error> too_many() {
    return fail(Errc::rate_limited, "too many attempts; try again in a minute");
}

}  // namespace

struct Resets::Row {
    people::User user;
    SecondFactor second_factor = SecondFactor::keep;
};

Resets::Resets(storage::Database& database, const audit::Log& audit, accounts::Changes& changes,
               accounts::Accounts& accounts, mail::Outbox& outbox)
    : database_(database),
      audit_(audit),
      changes_(changes),
      accounts_(accounts),
      outbox_(outbox),
      by_address_(10, 6s),
      by_account_(3, 10min) {}

bool Resets::may_try(const std::string& address) {
    return by_address_.allow(address_key(address), std::chrono::steady_clock::now());
}

awaitable<Result<>> Resets::ask(std::string email, std::string address) {
    boost::to_lower(email);
    if (!may_try(address)) co_return too_many();
    if (!accounts::check_email(email) || !by_mail()) co_return Result<>{};
    // Many letters to one address would be a nuisance; nor may the answer tell that somebody has it.
    if (!by_account_.allow(email, std::chrono::steady_clock::now())) co_return Result<>{};
    const auto token = new_token();
    const auto expires_at = to_ms(accounts_.options().now() + lifetime);
    auto work = [email, token, expires_at](soci::session& sql) -> Result<> {
        const auto user = people::find_by_email(sql, email);
        if (!user) return std::unexpected(user.error());
        insert(sql, user->id, token, SecondFactor::keep, expires_at);
        return {};
    };
    const auto made = co_await database_.run(std::move(work));
    if (!made && made.error().code == Errc::not_found) co_return Result<>{};
    if (!made) co_return made;
    outbox_.post(
        {.to = email,
         .subject = "A new password for Gantry",
         .body = "Hello,\n\nsomebody, probably you, asked for a new password for Gantry.\n\nOpen this "
                 "link within an hour to set one; it works once:\n" +
                 link_to(token).reveal() + "\n\nIf it was not you, ignore this: nothing changes.\n"});
    co_return Result<>{};
}

awaitable<Result<Made>> Resets::make(Person person, UserId user, SecondFactor second_factor) {
    const auto token = new_token();
    const auto expires_at = to_ms(accounts_.options().now() + lifetime);
    auto work = [this, person, user, token, second_factor, expires_at](soci::session& sql) -> Result<> {
        const auto& store = person.member.store;
        const auto asking = people::find_member(sql, person.member.id, store);
        const auto member = people::find_member(sql, user, store);
        if (!asking || !member) return fail(Errc::not_found, "no such user");
        // Who sets somebody's password can be them.
        if (auto may = farm::may_grant(asking->grants, std::nullopt, member->grants); !may) return may;
        if (people::memberships_of(sql, user).size() > 1)
            return fail(Errc::conflict, member->name +
                                            " is in other stores too: they ask for an e-mail, or " +
                                            "whoever runs this server for a link (gantry-cloud reset-link)");
        insert(sql, user, token, second_factor, expires_at);
        const bool clears = second_factor == SecondFactor::clear;
        audit_.append(sql, {store,
                            accounts::actor_of(person),
                            "password.reset_link",
                            member->email,
                            {{"clears_second_factor", clears}}});
        return {};
    };
    const auto made = co_await database_.run(std::move(work));
    if (!made) co_return std::unexpected(made.error());
    co_return Made{link_to(token), expires_at};
}

Result<Resets::Row> Resets::find(soci::session& sql, const Secret& token) const {
    const auto hash = hash_of(token);
    std::string user;
    int clears = 0;
    long long expires_at = 0;
    sql << "SELECT user_id, clears_second_factor, expires_at FROM password_resets WHERE token_hash = :hash",
        soci::use(hash), soci::into(user), soci::into(clears), soci::into(expires_at);
    if (!sql.got_data()) return unknown();
    if (accounts_.options().now() >= from_ms(expires_at))
        return fail(Errc::expired, "this link has expired; ask for another one");
    auto found = people::find(sql, UserId(user));
    if (!found) return unknown();
    return Row{*std::move(found), clears != 0 ? SecondFactor::clear : SecondFactor::keep};
}

awaitable<Result<>> Resets::use(NewPassword wanted, std::string address) {
    if (!may_try(address)) co_return too_many();
    if (auto checked = check_password(wanted.password); !checked) co_return checked;
    auto known = [this, token = wanted.token](soci::session& sql) -> Result<> {
        const auto row = find(sql, token);
        return row ? Result<>{} : std::unexpected(row.error());
    };
    // A hash costs much: only for those who have a link.
    if (auto found = co_await database_.read(std::move(known)); !found) co_return found;
    auto hash = co_await accounts_.hash(wanted.password);
    if (!hash) co_return std::unexpected(hash.error());
    auto work = [this, token = wanted.token, hash = *std::move(hash),
                 address](soci::session& sql) -> Result<std::vector<SessionId>> {
        const auto row = find(sql, token);
        if (!row) return std::unexpected(row.error());
        const auto& user = row->user;
        people::set_password(sql, user.id, hash);
        if (row->second_factor == SecondFactor::clear) second_factor::clear(sql, user.id);
        sql << "DELETE FROM password_resets WHERE user_id = :user", soci::use(user.id.text());
        const audit::Actor actor{audit::ActorKind::user, user.id.text(), user.name, address};
        for (const auto& member : people::memberships_of(sql, user.id))
            audit_.append(sql, {member.store, actor, "password.reset", user.email});
        return sessions::remove_all(sql, user.id, {});
    };
    const auto ended = co_await database_.run(std::move(work));
    if (!ended) co_return std::unexpected(ended.error());
    for (const auto& session : *ended)
        changes_.signed_out.tell(session);
    co_return Result<>{};
}

}  // namespace gantry::cloud::resets
