#include "cloud/sessions/sessions.hpp"

#include "base/log.hpp"
#include "base/random.hpp"

namespace gantry::cloud::sessions {
namespace {

namespace people = accounts::people;

constexpr auto log_area = "cloud.sessions";
constexpr auto note_seen_every = std::chrono::minutes(5);  // a write per request would be too many
constexpr std::size_t max_browser_bytes = 300;

std::unexpected<Error> signed_out() {
    return fail(Errc::unauthorized, "sign in first");
}

// Where the browser stands: in the store that it looked at, else where the person was last, else in any.
Member settle(soci::session& sql, const people::User& user, const StoreId& wanted) {
    for (const auto& store : {wanted, user.last_store}) {
        if (auto member = people::find_member(sql, user.id, store)) return *std::move(member);
    }
    auto all = people::memberships_of(sql, user.id);
    return all.empty() ? people::without_store(user) : std::move(all.front());
}

}  // namespace

struct Sessions::Row {
    SessionId id;
    UserId user;
    StoreId store;
    long long generation = 0;
    Time rotated_at;
    Time seen_at;
    std::string browser;
};

std::vector<SessionId> remove_all(soci::session& sql, const UserId& user, const SessionId& except) {
    std::vector<SessionId> ending;
    const soci::rowset<std::string> rows =
        (sql.prepare << "SELECT id FROM sessions WHERE user_id = :user AND id <> :except",
         soci::use(user.text()), soci::use(except.text()));
    for (const auto& id : rows)
        ending.emplace_back(id);
    sql << "DELETE FROM sessions WHERE user_id = :user AND id <> :except", soci::use(user.text()),
        soci::use(except.text());
    return ending;
}

Sessions::Sessions(storage::Database& database, const audit::Log& audit, accounts::Changes& changes,
                   Secret key, Limits limits, std::function<Time()> now)
    : database_(database),
      audit_(audit),
      changes_(changes),
      tokens_(std::move(key)),
      limits_(limits),
      now_(std::move(now)) {}

Result<Sessions::Row> Sessions::find(soci::session& sql, const SessionId& session) {
    soci::row row;
    sql << "SELECT user_id, store_id, generation, rotated_at, seen_at, browser FROM sessions WHERE id = :id",
        soci::use(session.text()), soci::into(row);
    if (!sql.got_data()) return signed_out();
    return Row{session,
               UserId(row.get<std::string>(0)),
               StoreId(row.get<std::string>(1)),
               row.get<long long>(2),
               from_ms(row.get<long long>(3)),
               from_ms(row.get<long long>(4)),
               row.get<std::string>(5)};
}

void Sessions::note(soci::session& sql, const Member& member, const std::string& address, std::string action,
                    const Row& row) const {
    if (member.store.empty()) return;
    const audit::Actor actor{audit::ActorKind::user, member.id.text(), member.name, address};
    audit_.append(sql, {member.store, actor, std::move(action), member.email, {{"browser", row.browser}}});
}

SignedIn Sessions::tokens_for(Member member, const SessionId& session, long long generation) const {
    const auto now = now_();
    const AccessClaims access{.session = session,
                              .user = member.id,
                              .store = member.store,
                              .camera = farm::allows(member.grants, farm::permission::printer_camera),
                              .expires_at = now + limits_.access};
    const RefreshClaims refresh{session, generation, now + limits_.idle};
    return {std::move(member), tokens_.sign(access), tokens_.sign(refresh), limits_};
}

awaitable<Result<SignedIn>> Sessions::open(UserId user, Device device, std::string how) {
    const auto now = now_();
    const SessionId id(random_id());
    auto work = [this, user, device, how, now, id](soci::session& sql) -> Result<Member> {
        const auto found = people::find(sql, user);
        if (!found) return signed_out();
        auto member = settle(sql, *found, found->last_store);
        const auto at = to_ms(now);
        const auto browser = device.browser.substr(0, max_browser_bytes);
        sql << "INSERT INTO sessions (id, user_id, store_id, generation, rotated_at, created_at, seen_at, "
               "address, browser) "
               "VALUES (:id, :user, :store, 1, :rotated, :created, :seen, :address, :browser)",
            soci::use(id.text()), soci::use(user.text()), soci::use(member.store.text()), soci::use(at),
            soci::use(at), soci::use(at), soci::use(device.address), soci::use(browser);
        const auto oldest = to_ms(now - limits_.idle);
        sql << "DELETE FROM sessions WHERE seen_at < :oldest", soci::use(oldest);
        note(sql, member, device.address, how, {.browser = browser});
        return member;
    };
    auto member = co_await database_.run(std::move(work));
    if (!member) co_return std::unexpected(member.error());
    co_return tokens_for(*std::move(member), id, 1);
}

awaitable<Result<SignedIn>> Sessions::renew(Secret refresh, Device device) {
    const auto now = now_();
    const auto claims = tokens_.read_refresh(refresh.reveal(), now);
    if (!claims) co_return signed_out();
    struct Renewal {
        Member member;
        long long generation = 0;
        bool reused = false;
    };
    auto work = [this, claims = *claims, device, now](soci::session& sql) -> Result<Renewal> {
        const auto row = find(sql, claims.session);
        if (!row) return std::unexpected(row.error());
        const auto user = people::find(sql, row->user);
        if (!user) return signed_out();
        Renewal renewal{settle(sql, *user, row->store), row->generation};
        const bool in_time = now - row->rotated_at <= limits_.leeway;
        const bool again = claims.generation + 1 == row->generation && in_time;
        // We gave it, and have forgotten: a backup from before was restored. To use it twice still shows.
        const bool is_ahead = claims.generation > row->generation;
        if (is_ahead) renewal.generation = claims.generation;
        if (claims.generation != row->generation && !again && !is_ahead) {
            // Two hold the same token, and one of them has stolen it: neither stays.
            sql << "DELETE FROM sessions WHERE id = :id", soci::use(row->id.text());
            note(sql, renewal.member, device.address, "session.reused", *row);
            renewal.reused = true;
            return renewal;
        }
        if (!again) ++renewal.generation;
        const auto at = to_ms(again ? row->rotated_at : now);
        const auto seen = to_ms(now);
        sql << "UPDATE sessions SET generation = :generation, rotated_at = :rotated, seen_at = :seen, "
               "address = :address, store_id = :store WHERE id = :id",
            soci::use(renewal.generation), soci::use(at), soci::use(seen), soci::use(device.address),
            soci::use(renewal.member.store.text()), soci::use(row->id.text());
        return renewal;
    };
    auto renewal = co_await database_.run(std::move(work));
    if (!renewal) co_return std::unexpected(renewal.error());
    if (renewal->reused) {
        log::warning(log_area, "a refresh token of {} was used twice, now from {}: the session has ended",
                     renewal->member.email, device.address);
        changes_.signed_out.tell(claims->session);
        co_return signed_out();
    }
    changes_.renewed.tell(claims->session, now + limits_.access);
    co_return tokens_for(std::move(renewal->member), claims->session, renewal->generation);
}

awaitable<Result<Person>> Sessions::who(Secret access, std::string address) {
    const auto now = now_();
    const auto claims = tokens_.read_access(access.reveal(), now);
    if (!claims) co_return signed_out();
    struct Seen {
        Member member;
        bool is_to_be_noted = false;
    };
    auto work = [claims = *claims, now](soci::session& sql) -> Result<Seen> {
        const auto row = find(sql, claims.session);
        if (!row || row->user != claims.user || row->store != claims.store) return signed_out();
        const bool is_to_be_noted = now - row->seen_at > note_seen_every;
        if (!claims.store.empty()) {
            auto member = people::find_member(sql, claims.user, claims.store);
            if (!member) return signed_out();
            return Seen{*std::move(member), is_to_be_noted};
        }
        const auto user = people::find(sql, claims.user);
        if (!user) return signed_out();
        return Seen{people::without_store(*user), is_to_be_noted};
    };
    auto seen = co_await database_.read(std::move(work));
    if (!seen) co_return std::unexpected(seen.error());
    if (seen->is_to_be_noted) co_await note_seen(claims->session, now);
    co_return Person{.member = std::move(seen->member),
                     .session = claims->session,
                     .camera = claims->camera,
                     .until = claims->expires_at,
                     .address = std::move(address)};
}

awaitable<void> Sessions::note_seen(SessionId session, Time now) {
    auto work = [session, at = to_ms(now)](soci::session& sql) -> Result<> {
        sql << "UPDATE sessions SET seen_at = :seen WHERE id = :id", soci::use(at), soci::use(session.text());
        return {};
    };
    static_cast<void>(co_await database_.run(std::move(work)));  // a failure is in the log already
}

Result<SessionId> Sessions::session_of(const Secret& access, const Secret& refresh) const {
    if (const auto claims = tokens_.read_access(access.reveal(), now_())) return claims->session;
    if (const auto claims = tokens_.read_refresh(refresh.reveal(), now_())) return claims->session;
    return signed_out();
}

awaitable<Result<std::vector<SessionRecord>>> Sessions::of(Person person) {
    const auto oldest = to_ms(now_() - limits_.idle);
    auto work = [person, oldest](soci::session& sql) -> Result<std::vector<SessionRecord>> {
        const soci::rowset<soci::row> rows =
            (sql.prepare << "SELECT id, created_at, seen_at, address, browser FROM sessions "
                            "WHERE user_id = :user AND seen_at > :oldest ORDER BY seen_at DESC, id",
             soci::use(person.member.id.text()), soci::use(oldest));
        std::vector<SessionRecord> records;
        for (const auto& row : rows) {
            const SessionId id(row.get<std::string>(0));
            records.push_back({id, row.get<long long>(1), row.get<long long>(2), row.get<std::string>(3),
                               row.get<std::string>(4), id == person.session});
        }
        return records;
    };
    co_return co_await database_.read(std::move(work));
}

awaitable<Result<>> Sessions::end(SessionId session, std::string address) {
    auto work = [this, session, address](soci::session& sql) -> Result<> {
        const auto row = find(sql, session);
        if (!row) return {};  // it has ended already
        const auto user = people::find(sql, row->user);
        if (user) note(sql, settle(sql, *user, row->store), address, "session.ended", *row);
        sql << "DELETE FROM sessions WHERE id = :id", soci::use(session.text());
        return {};
    };
    auto ended = co_await database_.run(std::move(work));
    if (ended) changes_.signed_out.tell(session);
    co_return ended;
}

awaitable<Result<>> Sessions::end_one(Person person, SessionId session) {
    auto work = [this, person, session](soci::session& sql) -> Result<> {
        const auto row = find(sql, session);
        if (!row || row->user != person.member.id) return fail(Errc::not_found, "no such device");
        note(sql, person.member, person.address, "session.ended", *row);
        sql << "DELETE FROM sessions WHERE id = :id", soci::use(session.text());
        return {};
    };
    auto ended = co_await database_.run(std::move(work));
    if (ended) changes_.signed_out.tell(session);
    co_return ended;
}

awaitable<Result<>> Sessions::end_all(Person person) {
    auto work = [this, person](soci::session& sql) -> Result<std::vector<SessionId>> {
        note(sql, person.member, person.address, "session.ended_everywhere", {});
        return remove_all(sql, person.member.id, {});
    };
    const auto ended = co_await database_.run(std::move(work));
    if (!ended) co_return std::unexpected(ended.error());
    for (const auto& session : *ended)
        changes_.signed_out.tell(session);
    co_return Result<>{};
}

awaitable<Result<SignedIn>> Sessions::move(Person person, StoreId store) {
    struct Moved {
        Member member;
        long long generation = 0;
    };
    auto work = [person, store](soci::session& sql) -> Result<Moved> {
        const auto row = find(sql, person.session);
        if (!row) return std::unexpected(row.error());
        auto member = people::find_member(sql, person.member.id, store);
        if (!member) return fail(Errc::not_found, "no such store");
        sql << "UPDATE sessions SET store_id = :store WHERE id = :id", soci::use(store.text()),
            soci::use(row->id.text());
        people::set_last_store(sql, member->id, store);
        return Moved{*std::move(member), row->generation};
    };
    auto moved = co_await database_.run(std::move(work));
    if (!moved) co_return std::unexpected(moved.error());
    changes_.moved.tell(person.session);
    changes_.renewed.tell(person.session, now_() + limits_.access);
    co_return tokens_for(std::move(moved->member), person.session, moved->generation);
}

}  // namespace gantry::cloud::sessions
