// Wall links of a store. Owned by the program; the event loop only. Every function may also fail with
// Errc::storage.
#pragma once

#include "base/rate_limit.hpp"
#include "base/secret.hpp"
#include "cloud/accounts/changes.hpp"
#include "cloud/accounts/people.hpp"
#include "cloud/sessions/cookies.hpp"
#include "net/http/router.hpp"

namespace gantry::cloud::walls {

using accounts::Person;
using accounts::ScopeView;

struct NewWall {
    std::string name;
    ScopeView scope;
    bool hide_names = false;
    std::optional<std::int64_t> expires_at;  // Unix milliseconds; absent: never
};
BOOST_DESCRIBE_STRUCT(NewWall, (), (name, scope, hide_names, expires_at))

struct WallView {
    WallLinkId id;
    std::string name;
    ScopeView scope;
    bool hide_names = false;
    bool camera = false;  // whether its maker may watch cameras now, and so the wall
    std::string made_by;
    std::int64_t created_at = 0;
    std::optional<std::int64_t> expires_at;
    std::optional<std::int64_t> used_at;
};
BOOST_DESCRIBE_STRUCT(WallView, (),
                      (id, name, scope, hide_names, camera, made_by, created_at, expires_at, used_at))

struct Made {
    WallView view;
    Secret link;  // known now and never again
};

class Walls {
public:
    Walls(storage::Database& database, const audit::Log& audit, accounts::Changes& changes,
          std::string public_url, std::function<Time()> now);

    // Errors: malformed, too_large, conflict (too many).
    awaitable<Result<Made>> create(Person person, NewWall wanted);
    awaitable<Result<std::vector<WallView>>> of(StoreId store);
    // At once. Errors: not_found.
    awaitable<Result<>> revoke(Person person, WallLinkId wall);
    // Who looks with this token; of any wall when `wall` is empty. Errors: unauthorized.
    awaitable<Result<Person>> who(Secret token, WallLinkId wall, std::string address);
    // As a page opens a link. Errors: unauthorized, rate_limited.
    awaitable<Result<Person>> open(Secret token, std::string address);

    Time now() const { return now_(); }

private:
    awaitable<void> note_used(WallLinkId wall, Time now);

    storage::Database& database_;
    const audit::Log& audit_;
    accounts::Changes& changes_;
    std::string public_url_;
    std::function<Time()> now_;
    RateLimit by_address_;
};

// The cookie in which an opened page keeps its token, for that wall's addresses only.
inline constexpr auto wall_cookie = "gantry_wall";

void add_routes(net::http::Router& router, Walls& walls, sessions::Transport transport);

}  // namespace gantry::cloud::walls
