// Browsers that are signed in. Owned by the program; the event loop only. Every function may also fail with
// Errc::storage: without the database nobody is anybody.
#pragma once

#include "cloud/accounts/changes.hpp"
#include "cloud/accounts/people.hpp"
#include "cloud/sessions/tokens.hpp"

namespace gantry::cloud::sessions {

using accounts::Member;
using accounts::Person;

struct Limits {
    std::chrono::seconds access = std::chrono::minutes(15);
    std::chrono::seconds idle = std::chrono::days(30);
    // Two pages, or a page whose answer was lost, may use the same refresh token within this time.
    std::chrono::seconds leeway{10};
};

// Where a request comes from, for the list of devices.
struct Device {
    std::string address;
    std::string browser;  // its User-Agent
};

struct SignedIn {
    Member member;
    Secret access;
    Secret refresh;
    Limits lifetimes;  // of the two
};

struct SessionRecord {
    SessionId id;
    std::int64_t created_at = 0;
    std::int64_t seen_at = 0;
    std::string address;
    std::string browser;
    bool current = false;
};
BOOST_DESCRIBE_STRUCT(SessionRecord, (), (id, created_at, seen_at, address, browser, current))

// All of somebody's but `except`, for use within Database::run; they are to be told to Changes::signed_out.
std::vector<SessionId> remove_all(soci::session& sql, const UserId& user, const SessionId& except);

class Sessions {
public:
    Sessions(storage::Database& database, const audit::Log& audit, accounts::Changes& changes, Secret key,
             Limits limits, std::function<Time()> now);

    // Somebody has proved who they are; `how` goes into the audit log.
    awaitable<Result<SignedIn>> open(UserId user, Device device, std::string how);
    // Errors: unauthorized. A token that was used before ends the session.
    awaitable<Result<SignedIn>> renew(Secret refresh, Device device);
    // Who holds this access token. Errors: unauthorized.
    awaitable<Result<Person>> who(Secret access, std::string address);
    // Which session the tokens of a browser belong to, also when the access has expired. Errors:
    // unauthorized.
    Result<SessionId> session_of(const Secret& access, const Secret& refresh) const;

    awaitable<Result<std::vector<SessionRecord>>> of(Person person);
    // Signs a browser out, without being asked who one is: the token is enough.
    awaitable<Result<>> end(SessionId session, std::string address);
    // Another one of the same person. Errors: not_found.
    awaitable<Result<>> end_one(Person person, SessionId session);
    awaitable<Result<>> end_all(Person person);
    // The browser looks at another store from now on. Errors: not_found.
    awaitable<Result<SignedIn>> move(Person person, StoreId store);

    const Tokens& tokens() const { return tokens_; }
    const Limits& limits() const { return limits_; }
    Time now() const { return now_(); }

private:
    struct Row;
    static Result<Row> find(soci::session& sql, const SessionId& session);
    SignedIn tokens_for(Member member, const SessionId& session, long long generation) const;
    void note(soci::session& sql, const Member& member, const std::string& address, std::string action,
              const Row& row) const;
    awaitable<void> note_seen(SessionId session, Time now);

    storage::Database& database_;
    const audit::Log& audit_;
    accounts::Changes& changes_;
    Tokens tokens_;
    Limits limits_;
    std::function<Time()> now_;
};

}  // namespace gantry::cloud::sessions
