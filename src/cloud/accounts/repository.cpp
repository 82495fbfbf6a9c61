#include "cloud/accounts/repository.hpp"

namespace gantry::cloud::accounts {
namespace {

constexpr auto member_columns =
    "SELECT u.id, u.store_id, s.name, u.name, u.email, u.role, u.overrides, u.scope, u.password_hash "
    "FROM users u JOIN stores s ON s.id = u.store_id ";
constexpr long long keep_alive_every_ms = 60 * 60 * 1000;  // a write per request would be too many

long long to_ms(Time time) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

Credentials to_credentials(const soci::row& row) {
    Member member{.id = UserId(row.get<std::string>(0)),
                  .store = StoreId(row.get<std::string>(1)),
                  .store_name = row.get<std::string>(2),
                  .name = row.get<std::string>(3),
                  .email = row.get<std::string>(4)};
    member.grants.role = farm::parse_role(row.get<std::string>(5)).value_or(farm::Role::viewer);
    const auto overrides = parse_as<std::map<std::string, bool>>(row.get<std::string>(6));
    const auto scope = parse_as<ScopeView>(row.get<std::string>(7));
    if (overrides && scope) {
        member.grants.overrides = *overrides;
        member.grants.scope = scope_of(*scope);
    } else {
        // Unreadable means nobody knows what was taken away: the least is left.
        member.grants = {.scope = {.all = false}};
    }
    return {std::move(member), row.get<std::string>(8)};
}

Result<Credentials> find_one(soci::session& sql, const std::string& condition, const std::string& value) {
    soci::row row;
    sql << std::string(member_columns) + condition, soci::use(value), soci::into(row);
    if (!sql.got_data()) return fail(Errc::not_found, "nobody has that address");
    return to_credentials(row);
}

void insert_user(soci::session& sql, const Credentials& user, Time now) {
    const auto& member = user.member;
    const std::string role(farm::role_name(member.grants.role));
    const auto overrides = to_text(to_json(member.grants.overrides));
    const auto scope = to_text(to_json(view_of(member.grants.scope)));
    const auto created_at = to_ms(now);
    sql << "INSERT INTO users (id, store_id, name, email, password_hash, role, overrides, scope, created_at) "
           "VALUES (:id, :store, :name, :email, :hash, :role, :overrides, :scope, :at)",
        soci::use(member.id.text()), soci::use(member.store.text()), soci::use(member.name),
        soci::use(member.email), soci::use(user.password_hash), soci::use(role), soci::use(overrides),
        soci::use(scope), soci::use(created_at);
}

long long count(soci::session& sql, const std::string& from) {
    long long found = 0;
    sql << "SELECT COUNT(*) FROM " + from, soci::into(found);
    return found;
}

bool has_other_owner(soci::session& sql, const Member& member) {
    long long owners = 0;
    sql << "SELECT COUNT(*) FROM users WHERE store_id = :store AND role = 'owner' AND id <> :id",
        soci::use(member.store.text()), soci::use(member.id.text()), soci::into(owners);
    return owners > 0;
}

}  // namespace

awaitable<Result<bool>> Repository::has_users() {
    co_return co_await database_.run(
        [](soci::session& sql) -> Result<bool> { return count(sql, "users") > 0; });
}

awaitable<Result<>> Repository::add_first_owner(Credentials owner, Time now) {
    co_return co_await database_.run([owner = std::move(owner), now](soci::session& sql) -> Result<> {
        if (count(sql, "users") > 0) return fail(Errc::conflict, "this server has an owner already");
        const auto created_at = to_ms(now);
        sql << "INSERT INTO stores (id, name, created_at) VALUES (:id, :name, :at)",
            soci::use(owner.member.store.text()), soci::use(owner.member.store_name), soci::use(created_at);
        insert_user(sql, owner, now);
        return {};
    });
}

awaitable<Result<>> Repository::add_user(Credentials user, Time now) {
    co_return co_await database_.run([user = std::move(user), now](soci::session& sql) -> Result<> {
        if (find_one(sql, "WHERE u.email = :email", user.member.email))
            return fail(Errc::conflict, "somebody has that e-mail address already");
        insert_user(sql, user, now);
        return {};
    });
}

awaitable<Result<Credentials>> Repository::find_by_email(std::string email) {
    co_return co_await database_.run([email = std::move(email)](soci::session& sql) -> Result<Credentials> {
        return find_one(sql, "WHERE u.email = :email", email);
    });
}

awaitable<Result<std::vector<Member>>> Repository::users_of(StoreId store) {
    co_return co_await database_.run([store](soci::session& sql) -> Result<std::vector<Member>> {
        std::vector<Member> members;
        const soci::rowset<soci::row> rows =
            (sql.prepare << std::string(member_columns) +
                                "WHERE u.store_id = :store ORDER BY u.created_at, u.id",
             soci::use(store.text()));
        for (const auto& row : rows)
            members.push_back(to_credentials(row).member);
        return members;
    });
}

awaitable<Result<Member>> Repository::change_grants(StoreId store, UserId user, Change change) {
    co_return co_await database_.run([=](soci::session& sql) -> Result<Member> {
        const auto found = find_one(sql, "WHERE u.id = :id", user.text());
        if (!found || found->member.store != store) return fail(Errc::not_found, "no such user");
        Member member = found->member;
        if (auto allowed = change(member); !allowed) return std::unexpected(allowed.error());
        if (member.grants.role != farm::Role::owner && !has_other_owner(sql, member))
            return fail(Errc::conflict, "a store needs an owner; make somebody else owner first");
        const std::string role(farm::role_name(member.grants.role));
        const auto overrides = to_text(to_json(member.grants.overrides));
        const auto scope = to_text(to_json(view_of(member.grants.scope)));
        sql << "UPDATE users SET role = :role, overrides = :overrides, scope = :scope WHERE id = :id",
            soci::use(role), soci::use(overrides), soci::use(scope), soci::use(member.id.text());
        return member;
    });
}

awaitable<Result<>> Repository::add_session(std::string token_hash, UserId user, Time now) {
    co_return co_await database_.run([=](soci::session& sql) -> Result<> {
        const auto at = to_ms(now);
        sql << "INSERT INTO sessions (token_hash, user_id, created_at, seen_at) VALUES (:hash, :user, :at, "
               ":at2)",
            soci::use(token_hash), soci::use(user.text()), soci::use(at), soci::use(at);
        return {};
    });
}

awaitable<Result<>> Repository::remove_session(std::string token_hash) {
    co_return co_await database_.run([=](soci::session& sql) -> Result<> {
        sql << "DELETE FROM sessions WHERE token_hash = :hash", soci::use(token_hash);
        return {};
    });
}

awaitable<Result<Member>> Repository::find_session(std::string token_hash, Time now,
                                                   std::chrono::seconds lifetime) {
    co_return co_await database_.run([=](soci::session& sql) -> Result<Member> {
        const auto now_ms = to_ms(now);
        const auto oldest = to_ms(now - lifetime);
        std::string user;
        long long seen_at = 0;
        sql << "SELECT user_id, seen_at FROM sessions WHERE token_hash = :hash AND seen_at > :oldest",
            soci::use(token_hash), soci::use(oldest), soci::into(user), soci::into(seen_at);
        if (!sql.got_data()) return fail(Errc::unauthorized, "sign in first");
        if (now_ms - seen_at > keep_alive_every_ms) {
            sql << "UPDATE sessions SET seen_at = :now WHERE token_hash = :hash", soci::use(now_ms),
                soci::use(token_hash);
        }
        auto found = find_one(sql, "WHERE u.id = :id", user);
        if (!found) return fail(Errc::unauthorized, "sign in first");
        return std::move(found->member);
    });
}

}  // namespace gantry::cloud::accounts
