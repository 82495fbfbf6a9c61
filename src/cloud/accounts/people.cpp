#include "cloud/accounts/people.hpp"

namespace gantry::cloud::accounts::people {
namespace {

// The server's administrator is who was the first on it.
const std::string is_first =
    "CASE WHEN u.id = (SELECT id FROM users ORDER BY created_at, id LIMIT 1) THEN 'first' ELSE '' END ";
const std::string user_columns =
    "SELECT u.id, u.name, u.email, u.password_hash, u.last_store, " + is_first + "FROM users u ";
const std::string member_columns =
    "SELECT u.id, m.store_id, s.name, u.name, u.email, m.role, m.overrides, m.scope, " + is_first +
    "FROM members m JOIN users u ON u.id = m.user_id JOIN stores s ON s.id = m.store_id ";

Member to_member(const soci::row& row) {
    Member member{.id = UserId(row.get<std::string>(0)),
                  .store = StoreId(row.get<std::string>(1)),
                  .store_name = row.get<std::string>(2),
                  .name = row.get<std::string>(3),
                  .email = row.get<std::string>(4),
                  .administrator = !row.get<std::string>(8).empty()};
    const auto role = farm::parse_role(row.get<std::string>(5));
    const auto overrides = parse_as<std::map<std::string, bool>>(row.get<std::string>(6));
    const auto scope = parse_as<ScopeView>(row.get<std::string>(7));
    // Unreadable means nobody knows what was taken away: nothing is left.
    if (!role || !overrides || !scope) {
        member.grants.within.emplace();
        return member;
    }
    member.grants = {.role = *role, .overrides = *overrides, .scope = scope_of(*scope)};
    return member;
}

std::vector<Member> to_members(const soci::rowset<soci::row>& rows) {
    std::vector<Member> members;
    for (const auto& row : rows)
        members.push_back(to_member(row));
    return members;
}

Result<User> find_one(soci::session& sql, const std::string& condition, const std::string& value) {
    soci::row row;
    sql << user_columns + condition, soci::use(value), soci::into(row);
    if (!sql.got_data()) return fail(Errc::not_found, "no such user");
    return User{UserId(row.get<std::string>(0)),  row.get<std::string>(1),
                row.get<std::string>(2),          row.get<std::string>(3),
                StoreId(row.get<std::string>(4)), !row.get<std::string>(5).empty()};
}

struct Stored {
    explicit Stored(const farm::Grants& grants)
        : role(farm::role_name(grants.role)),
          overrides(to_text(to_json(grants.overrides))),
          scope(to_text(to_json(view_of(grants.scope)))) {}
    std::string role;
    std::string overrides;
    std::string scope;
};

}  // namespace

bool any(soci::session& sql) {
    long long count = 0;
    sql << "SELECT COUNT(*) FROM users", soci::into(count);
    return count > 0;
}

Result<User> find(soci::session& sql, const UserId& user) {
    return find_one(sql, "WHERE u.id = :id", user.text());
}

Result<User> find_by_email(soci::session& sql, const std::string& email) {
    return find_one(sql, "WHERE u.email = :email", email);
}

void add(soci::session& sql, const User& user, Time now) {
    const auto at = to_ms(now);
    sql << "INSERT INTO users (id, name, email, password_hash, last_store, created_at) "
           "VALUES (:id, :name, :email, :hash, :store, :at)",
        soci::use(user.id.text()), soci::use(user.name), soci::use(user.email), soci::use(user.password_hash),
        soci::use(user.last_store.text()), soci::use(at);
}

void set_password(soci::session& sql, const UserId& user, const std::string& password_hash) {
    sql << "UPDATE users SET password_hash = :hash WHERE id = :id", soci::use(password_hash),
        soci::use(user.text());
}

void set_last_store(soci::session& sql, const UserId& user, const StoreId& store) {
    sql << "UPDATE users SET last_store = :store WHERE id = :id", soci::use(store.text()),
        soci::use(user.text());
}

Result<Member> find_member(soci::session& sql, const UserId& user, const StoreId& store) {
    soci::row row;
    sql << member_columns + "WHERE m.user_id = :user AND m.store_id = :store", soci::use(user.text()),
        soci::use(store.text()), soci::into(row);
    if (!sql.got_data()) return fail(Errc::not_found, "no such user");
    return to_member(row);
}

std::vector<Member> members_of(soci::session& sql, const StoreId& store) {
    return to_members((sql.prepare << member_columns + "WHERE m.store_id = :store ORDER BY m.joined_at, u.id",
                       soci::use(store.text())));
}

std::vector<Member> memberships_of(soci::session& sql, const UserId& user) {
    return to_members(
        (sql.prepare << member_columns + "WHERE m.user_id = :user ORDER BY m.joined_at, m.store_id",
         soci::use(user.text())));
}

Result<> check_room(soci::session& sql, const UserId& user) {
    if (memberships_of(sql, user).size() < max_stores) return {};
    return fail(Errc::conflict, "you are in too many stores; leave one first");
}

Member without_store(const User& user) {
    Member member{.id = user.id, .name = user.name, .email = user.email, .administrator = user.administrator};
    member.grants.within.emplace();
    return member;
}

void add_member(soci::session& sql, const Member& member, Time now) {
    const Stored stored(member.grants);
    const auto at = to_ms(now);
    sql << "INSERT INTO members (user_id, store_id, role, overrides, scope, joined_at) "
           "VALUES (:user, :store, :role, :overrides, :scope, :at)",
        soci::use(member.id.text()), soci::use(member.store.text()), soci::use(stored.role),
        soci::use(stored.overrides), soci::use(stored.scope), soci::use(at);
}

void update_grants(soci::session& sql, const Member& member) {
    const Stored stored(member.grants);
    sql << "UPDATE members SET role = :role, overrides = :overrides, scope = :scope "
           "WHERE user_id = :user AND store_id = :store",
        soci::use(stored.role), soci::use(stored.overrides), soci::use(stored.scope),
        soci::use(member.id.text()), soci::use(member.store.text());
}

void remove_member(soci::session& sql, const Member& member) {
    sql << "DELETE FROM members WHERE user_id = :user AND store_id = :store", soci::use(member.id.text()),
        soci::use(member.store.text());
}

bool has_other_owner(soci::session& sql, const Member& member) {
    long long owners = 0;
    sql << "SELECT COUNT(*) FROM members WHERE store_id = :store AND role = 'owner' AND user_id <> :user",
        soci::use(member.store.text()), soci::use(member.id.text()), soci::into(owners);
    return owners > 0;
}

void add_store(soci::session& sql, const StoreId& store, const std::string& name, Time now) {
    const auto at = to_ms(now);
    sql << "INSERT INTO stores (id, name, created_at) VALUES (:id, :name, :at)", soci::use(store.text()),
        soci::use(name), soci::use(at);
}

}  // namespace gantry::cloud::accounts::people
