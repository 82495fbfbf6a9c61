// The audit log of all stores. Owned by the program; the event loop only, but for `append`.
#pragma once

#include <functional>

#include "base/json.hpp"
#include "cloud/ids.hpp"
#include "cloud/storage/database.hpp"
#include "cloud/storage/sql.hpp"

namespace gantry::cloud::audit {

enum class ActorKind { user, apikey, nobody };
BOOST_DESCRIBE_ENUM(ActorKind, user, apikey, nobody)

struct Actor {
    ActorKind kind = ActorKind::nobody;
    std::string id;
    std::string name;     // as it was then
    std::string address;  // where the request came from
};

struct Entry {
    StoreId store;
    Actor actor;
    std::string action;        // "user.changed"
    std::string object;        // what it was done to, for people
    json::object detail = {};  // what changed; never a secret
};

struct Options {
    std::chrono::days keep{365};
    std::function<Time()> now = std::chrono::system_clock::now;
};

struct View {
    std::int64_t number = 0;
    std::int64_t at = 0;
    ActorKind actor_kind = ActorKind::nobody;
    std::string actor_id;
    std::string actor;
    std::string address;
    std::string action;
    std::string object;
    json::value detail;
};
BOOST_DESCRIBE_STRUCT(View, (), (number, at, actor_kind, actor_id, actor, address, action, object, detail))

// What is looked for; empty members do not narrow it.
struct Query {
    std::string actor_id;
    std::string action;       // whole, or the start with a dot: "user."
    std::int64_t since = 0;   // Unix milliseconds
    std::int64_t until = 0;   // 0: now
    std::int64_t before = 0;  // entries with lower numbers; 0: from the newest
    std::int64_t limit = 50;
};

struct Page {
    std::vector<View> entries;         // newest first
    std::optional<std::int64_t> next;  // `before` of the page that follows
};
BOOST_DESCRIBE_STRUCT(Page, (), (entries, next))

// Somebody who has done something, while the log keeps it.
struct KnownActor {
    ActorKind kind = ActorKind::nobody;
    std::string id;
    std::string name;   // by their newest entry
    bool here = false;  // still in the store; of a key: not revoked
};
BOOST_DESCRIBE_STRUCT(KnownActor, (), (kind, id, name, here))

class Log {
public:
    Log(storage::Database& database, Options options) : database_(database), options_(std::move(options)) {}

    // Within Database::run, so that it is written down with what happened or not at all. Throws soci_error.
    void append(soci::session& sql, const Entry& entry) const;
    // For what has no transaction of its own. Errors: storage.
    awaitable<Result<>> note(Entry entry);

    awaitable<Result<Page>> page(StoreId store, Query query);
    // By name.
    awaitable<Result<std::vector<KnownActor>>> actors(StoreId store);
    // Removes what has been kept long enough; how many.
    awaitable<Result<long long>> forget_old();

private:
    storage::Database& database_;
    Options options_;
};

}  // namespace gantry::cloud::audit
