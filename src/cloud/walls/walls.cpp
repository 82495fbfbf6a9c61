#include "cloud/walls/walls.hpp"

#include "base/random.hpp"
#include "cloud/accounts/accounts.hpp"

namespace gantry::cloud::walls {
namespace {

namespace people = accounts::people;
namespace permission = farm::permission;

constexpr std::string_view mark = "gw_";
constexpr std::size_t token_length = 46;  // "gw_" and 32 bytes in base64url
constexpr std::size_t max_walls = 100;
constexpr std::int64_t latest_expiry = 7'258'118'400'000;  // the year 2200
constexpr auto note_used_every = std::chrono::minutes(1);  // a write per request would be too many

std::string hash_of(const Secret& token) {
    return to_hex(sha256(as_bytes(token.reveal())));
}

std::unexpected<Error> not_valid() {
    return fail(Errc::unauthorized, "this wall link is not valid (any more); ask for another one");
}

std::optional<std::int64_t> unless_zero(long long value) {
    return value == 0 ? std::nullopt : std::optional<std::int64_t>(value);
}

Result<> check(const NewWall& wanted, Time now) {
    if (auto named = accounts::check_name(wanted.name, "name"); !named) return named;
    if (wanted.expires_at && (*wanted.expires_at <= to_ms(now) || *wanted.expires_at > latest_expiry))
        return fail(Errc::malformed, "expires_at: lies in the past, or too far away");
    return accounts::check_scope(wanted.scope);
}

void insert(soci::session& sql, const WallView& view, const accounts::Member& maker, const Secret& token) {
    const auto hash = hash_of(token);
    const auto scope = to_text(to_json(view.scope));
    const int hide_names = view.hide_names ? 1 : 0;
    const long long created_at = view.created_at;
    const long long expires_at = view.expires_at.value_or(0);
    sql << "INSERT INTO wall_links (id, user_id, store_id, name, token_hash, scope, hide_names, created_at, "
           "expires_at, used_at) "
           "VALUES (:id, :user, :store, :name, :hash, :scope, :hide, :created, :expires, 0)",
        soci::use(view.id.text()), soci::use(maker.id.text()), soci::use(maker.store.text()),
        soci::use(view.name), soci::use(hash), soci::use(scope), soci::use(hide_names), soci::use(created_at),
        soci::use(expires_at);
}

// A scope that nobody can read shows nothing.
ScopeView scope_in(const std::string& text) {
    return parse_as<ScopeView>(text).value_or(ScopeView{.all = false});
}

std::vector<WallView> walls_of(soci::session& sql, const StoreId& store) {
    const soci::rowset<soci::row> rows =
        (sql.prepare << "SELECT w.id, w.name, w.scope, w.hide_names, w.user_id, w.created_at, w.expires_at, "
                        "w.used_at FROM wall_links w WHERE w.store_id = :store ORDER BY w.created_at, w.id",
         soci::use(store.text()));
    std::vector<WallView> views;
    std::vector<UserId> makers;
    for (const auto& row : rows) {
        views.push_back({.id = WallLinkId(row.get<std::string>(0)),
                         .name = row.get<std::string>(1),
                         .scope = scope_in(row.get<std::string>(2)),
                         .hide_names = row.get<int>(3) != 0,
                         .created_at = row.get<long long>(5),
                         .expires_at = unless_zero(row.get<long long>(6)),
                         .used_at = unless_zero(row.get<long long>(7))});
        makers.emplace_back(row.get<std::string>(4));
    }
    for (std::size_t i = 0; i < views.size(); ++i) {
        const auto maker = people::find_member(sql, makers[i], store);
        if (!maker) continue;
        views[i].made_by = maker->name;
        views[i].camera = farm::allows(maker->grants, permission::printer_camera);
    }
    return views;
}

// Its maker, held to looking, and to the printers of the link; by the link's name, for nobody learns more.
accounts::Member limited(accounts::Member maker, std::string name, const ScopeView& scope) {
    const auto before = maker.grants.within;
    std::set<std::string> within;
    for (const auto look : {permission::printer_view, permission::printer_camera}) {
        if (!before || before->contains(std::string(look))) within.emplace(look);
    }
    maker.grants.within = std::move(within);
    maker.grants.bounds = accounts::scope_of(scope);
    maker.name = std::move(name);
    maker.email.clear();
    return maker;
}

}  // namespace

Walls::Walls(storage::Database& database, const audit::Log& audit, accounts::Changes& changes,
             std::string public_url, std::function<Time()> now)
    : database_(database),
      audit_(audit),
      changes_(changes),
      public_url_(std::move(public_url)),
      now_(std::move(now)),
      by_address_(20, std::chrono::seconds(3)) {}

awaitable<Result<Made>> Walls::create(Person person, NewWall wanted) {
    const auto now = now_();
    if (auto checked = check(wanted, now); !checked) co_return std::unexpected(checked.error());
    const Secret token(std::string(mark) + to_base64url(random_bytes(32)));
    const WallView view{.id = WallLinkId(random_id()),
                        .name = wanted.name,
                        .scope = wanted.scope,
                        .hide_names = wanted.hide_names,
                        .camera = farm::allows(person.member.grants, permission::printer_camera),
                        .made_by = person.member.name,
                        .created_at = to_ms(now),
                        .expires_at = wanted.expires_at};
    auto work = [this, person, view, token](soci::session& sql) -> Result<> {
        const auto& store = person.member.store;
        if (walls_of(sql, store).size() >= max_walls)
            return fail(Errc::conflict, "this store has too many wall links; revoke some first");
        insert(sql, view, person.member, token);
        audit_.append(sql, {store,
                            accounts::actor_of(person),
                            "wall.created",
                            view.name,
                            {{"scope", to_json(view.scope)}, {"hide_names", view.hide_names}}});
        return {};
    };
    const auto added = co_await database_.run(std::move(work));
    if (!added) co_return std::unexpected(added.error());
    co_return Made{view, Secret(public_url_ + "/wall#" + token.reveal())};
}

awaitable<Result<std::vector<WallView>>> Walls::of(StoreId store) {
    auto work = [store](soci::session& sql) -> Result<std::vector<WallView>> { return walls_of(sql, store); };
    co_return co_await database_.read(std::move(work));
}

awaitable<Result<>> Walls::revoke(Person person, WallLinkId wall) {
    auto work = [this, person, wall](soci::session& sql) -> Result<> {
        const auto& store = person.member.store;
        std::string name;
        sql << "SELECT name FROM wall_links WHERE id = :id AND store_id = :store", soci::use(wall.text()),
            soci::use(store.text()), soci::into(name);
        if (!sql.got_data()) return fail(Errc::not_found, "no such wall link");
        sql << "DELETE FROM wall_links WHERE id = :id", soci::use(wall.text());
        audit_.append(sql, {store, accounts::actor_of(person), "wall.revoked", name});
        return {};
    };
    auto revoked = co_await database_.run(std::move(work));
    if (revoked) changes_.taken_down.tell(wall);
    co_return revoked;
}

awaitable<Result<Person>> Walls::who(Secret token, WallLinkId wall, std::string address) {
    if (token.reveal().size() != token_length || !token.reveal().starts_with(mark)) co_return not_valid();
    const auto now = now_();
    struct Found {
        Person person;
        bool is_to_be_noted = false;
    };
    auto work = [hash = hash_of(token), wall, now, address](soci::session& sql) -> Result<Found> {
        soci::row row;
        sql << "SELECT id, user_id, store_id, name, scope, hide_names, expires_at, used_at FROM wall_links "
               "WHERE token_hash = :hash",
            soci::use(hash), soci::into(row);
        if (!sql.got_data()) return not_valid();
        const WallLinkId id(row.get<std::string>(0));
        if (!wall.empty() && wall != id) return not_valid();
        const auto expires_at = row.get<long long>(6);
        if (expires_at != 0 && now >= from_ms(expires_at)) return not_valid();
        auto maker =
            people::find_member(sql, UserId(row.get<std::string>(1)), StoreId(row.get<std::string>(2)));
        if (!maker) return not_valid();
        Person person{
            .member = limited(*std::move(maker), row.get<std::string>(3), scope_in(row.get<std::string>(4))),
            .wall = id,
            .hide_names = row.get<int>(5) != 0,
            .until = expires_at == 0 ? Time::max() : from_ms(expires_at),
            .address = address};
        return Found{std::move(person), now - from_ms(row.get<long long>(7)) > note_used_every};
    };
    auto found = co_await database_.read(std::move(work));
    if (!found) co_return std::unexpected(found.error());
    auto& person = found->person;
    if (found->is_to_be_noted) co_await note_used(person.wall, now);
    person.camera = farm::allows(person.member.grants, permission::printer_camera);
    co_return std::move(person);
}

awaitable<void> Walls::note_used(WallLinkId wall, Time now) {
    auto work = [wall, at = to_ms(now)](soci::session& sql) -> Result<> {
        sql << "UPDATE wall_links SET used_at = :at WHERE id = :id", soci::use(at), soci::use(wall.text());
        return {};
    };
    static_cast<void>(co_await database_.run(std::move(work)));  // a failure is in the log already
}

awaitable<Result<Person>> Walls::open(Secret token, std::string address) {
    if (!by_address_.allow(address_key(address), std::chrono::steady_clock::now()))
        co_return fail(Errc::rate_limited, "too many attempts; try again in a minute");
    co_return co_await who(std::move(token), {}, std::move(address));
}

}  // namespace gantry::cloud::walls
