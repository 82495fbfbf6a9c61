#include "cloud/apikeys/api_keys.hpp"

#include "base/random.hpp"
#include "cloud/accounts/accounts.hpp"

namespace gantry::cloud::apikeys {
namespace {

namespace people = accounts::people;

constexpr std::string_view mark = "gk_";
constexpr std::size_t prefix_length = 11;  // "gk_" and eight characters
constexpr std::size_t key_length = 46;     // "gk_" and 32 bytes in base64url
constexpr std::size_t max_keys = 100;
constexpr std::int64_t latest_expiry =
    7'258'118'400'000;  // the year 2200: the clock's own end is not far behind
constexpr auto note_used_every = std::chrono::minutes(1);  // a write per request would be too many

std::string hash_of(const Secret& key) {
    return to_hex(sha256(as_bytes(key.reveal())));
}

std::unexpected<Error> not_valid() {
    return fail(Errc::unauthorized, "this API key is not valid (any more)");
}

std::optional<std::int64_t> unless_zero(long long value) {
    return value == 0 ? std::nullopt : std::optional<std::int64_t>(value);
}

Result<> check(const Person& person, const NewKey& wanted, Time now) {
    if (auto named = accounts::check_name(wanted.name, "name"); !named) return named;
    if (wanted.permissions.empty()) return fail(Errc::malformed, "permissions: choose at least one");
    if (wanted.expires_at && (*wanted.expires_at <= to_ms(now) || *wanted.expires_at > latest_expiry))
        return fail(Errc::malformed, "expires_at: lies in the past, or too far away");
    for (const auto& permission : wanted.permissions) {
        if (!farm::is_permission(permission))
            return fail(Errc::malformed, "permissions: unknown \"" + permission.substr(0, 40) + "\"");
        if (!farm::is_for_keys(permission))
            return fail(Errc::forbidden, "an API key cannot hold " + permission);
        if (!farm::allows(person.member.grants, permission))
            return fail(Errc::forbidden, "you cannot give " + permission + ", which you do not hold");
    }
    return {};
}

void insert(soci::session& sql, const KeyView& view, const accounts::Member& maker, const Secret& key) {
    const auto hash = hash_of(key);
    const auto permissions = to_text(to_json(view.permissions));
    const long long created_at = view.created_at;
    const long long expires_at = view.expires_at.value_or(0);
    sql << "INSERT INTO api_keys (id, user_id, store_id, name, prefix, key_hash, permissions, created_at, "
           "expires_at, used_at) "
           "VALUES (:id, :user, :store, :name, :prefix, :hash, :permissions, :created, :expires, 0)",
        soci::use(view.id.text()), soci::use(maker.id.text()), soci::use(maker.store.text()),
        soci::use(view.name), soci::use(view.prefix), soci::use(hash), soci::use(permissions),
        soci::use(created_at), soci::use(expires_at);
}

std::vector<KeyView> keys_of(soci::session& sql, const StoreId& store) {
    const soci::rowset<soci::row> rows =
        (sql.prepare << "SELECT k.id, k.name, k.prefix, k.permissions, u.name, k.created_at, k.expires_at, "
                        "k.used_at FROM api_keys k JOIN users u ON u.id = k.user_id "
                        "WHERE k.store_id = :store ORDER BY k.created_at, k.id",
         soci::use(store.text()));
    std::vector<KeyView> views;
    for (const auto& row : rows) {
        views.push_back(
            {ApiKeyId(row.get<std::string>(0)), row.get<std::string>(1), row.get<std::string>(2),
             parse_as<std::vector<std::string>>(row.get<std::string>(3)).value_or(std::vector<std::string>{}),
             row.get<std::string>(4), row.get<long long>(5), unless_zero(row.get<long long>(6)),
             unless_zero(row.get<long long>(7))});
    }
    return views;
}

}  // namespace

ApiKeys::ApiKeys(storage::Database& database, const audit::Log& audit, accounts::Changes& changes,
                 std::function<Time()> now)
    : database_(database), audit_(audit), changes_(changes), now_(std::move(now)) {}

awaitable<Result<Made>> ApiKeys::create(Person person, NewKey wanted) {
    const auto now = now_();
    if (auto checked = check(person, wanted, now); !checked) co_return std::unexpected(checked.error());
    const Secret key(std::string(mark) + to_base64url(random_bytes(32)));
    const KeyView view{.id = ApiKeyId(random_id()),
                       .name = wanted.name,
                       .prefix = key.reveal().substr(0, prefix_length),
                       .permissions = wanted.permissions,
                       .made_by = person.member.name,
                       .created_at = to_ms(now),
                       .expires_at = wanted.expires_at};
    auto work = [this, person, view, key](soci::session& sql) -> Result<> {
        const auto& store = person.member.store;
        if (keys_of(sql, store).size() >= max_keys)
            return fail(Errc::conflict, "this store has too many API keys; revoke some first");
        insert(sql, view, person.member, key);
        audit_.append(sql, {store,
                            accounts::actor_of(person),
                            "apikey.created",
                            view.name,
                            {{"prefix", view.prefix}, {"permissions", to_json(view.permissions)}}});
        return {};
    };
    const auto added = co_await database_.run(std::move(work));
    if (!added) co_return std::unexpected(added.error());
    co_return Made{view, key};
}

awaitable<Result<std::vector<KeyView>>> ApiKeys::of(StoreId store) {
    auto work = [store](soci::session& sql) -> Result<std::vector<KeyView>> { return keys_of(sql, store); };
    co_return co_await database_.read(std::move(work));
}

awaitable<Result<>> ApiKeys::revoke(Person person, ApiKeyId key) {
    auto work = [this, person, key](soci::session& sql) -> Result<> {
        const auto& store = person.member.store;
        std::string name;
        std::string prefix;
        sql << "SELECT name, prefix FROM api_keys WHERE id = :id AND store_id = :store",
            soci::use(key.text()), soci::use(store.text()), soci::into(name), soci::into(prefix);
        if (!sql.got_data()) return fail(Errc::not_found, "no such API key");
        sql << "DELETE FROM api_keys WHERE id = :id", soci::use(key.text());
        audit_.append(sql, {store, accounts::actor_of(person), "apikey.revoked", name, {{"prefix", prefix}}});
        return {};
    };
    auto revoked = co_await database_.run(std::move(work));
    if (revoked) changes_.revoked.tell(key);
    co_return revoked;
}

awaitable<Result<Person>> ApiKeys::who(Secret key, std::string address) {
    if (key.reveal().size() != key_length || !key.reveal().starts_with(mark)) co_return not_valid();
    const auto now = now_();
    struct Found {
        Person person;
        bool is_to_be_noted = false;
    };
    auto work = [hash = hash_of(key), now, address](soci::session& sql) -> Result<Found> {
        soci::row row;
        sql << "SELECT id, user_id, store_id, name, permissions, expires_at, used_at FROM api_keys "
               "WHERE key_hash = :hash",
            soci::use(hash), soci::into(row);
        if (!sql.got_data()) return not_valid();
        const auto expires_at = row.get<long long>(5);
        if (expires_at != 0 && now >= from_ms(expires_at)) return not_valid();
        const auto permissions = parse_as<std::vector<std::string>>(row.get<std::string>(4));
        auto maker =
            people::find_member(sql, UserId(row.get<std::string>(1)), StoreId(row.get<std::string>(2)));
        if (!maker || !permissions) return not_valid();
        const ApiKeyId id(row.get<std::string>(0));
        if (!maker->grants.within) maker->grants.within.emplace(permissions->begin(), permissions->end());
        Person person{.member = *std::move(maker),
                      .key = id,
                      .key_name = row.get<std::string>(3),
                      .until = expires_at == 0 ? Time::max() : from_ms(expires_at),
                      .address = address};
        return Found{std::move(person), now - from_ms(row.get<long long>(6)) > note_used_every};
    };
    auto found = co_await database_.read(std::move(work));
    if (!found) co_return std::unexpected(found.error());
    auto& person = found->person;
    if (found->is_to_be_noted) co_await note_used(person.key, now);
    // A key has no token: what it may is looked up each time.
    person.camera = farm::allows(person.member.grants, farm::permission::printer_camera);
    co_return std::move(person);
}

awaitable<void> ApiKeys::note_used(ApiKeyId key, Time now) {
    auto work = [key, at = to_ms(now)](soci::session& sql) -> Result<> {
        sql << "UPDATE api_keys SET used_at = :at WHERE id = :id", soci::use(at), soci::use(key.text());
        return {};
    };
    static_cast<void>(co_await database_.run(std::move(work)));  // a failure is in the log already
}

}  // namespace gantry::cloud::apikeys
