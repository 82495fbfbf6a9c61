// The activated Fuses in the database. Owned by the program; the event loop only. Every function may also
// fail with Errc::storage.
#pragma once

#include "cloud/accounts/member.hpp"

namespace gantry::cloud::fuses {

// A Fuse that has proved its token; Authorize leaves it in Request::principal of device routes.
struct Device {
    FuseId id;
    StoreId store;
    std::string store_name;
    std::string public_key;  // Ed25519, base64url
};

struct FuseRecord {
    FuseId id;
    std::string name;  // that people gave it; empty: its host's
    std::string host_name;
    std::string software;
    std::int64_t last_seen_at = 0;
};

struct NewFuse {
    StoreId store;
    std::string host_name;
    std::string software;
    std::string public_key;
};

// A Fuse that has just left the store it was in.
struct Departure {
    FuseId fuse;
    StoreId store;
    std::string name;
};
struct Enrolled {
    FuseId id;
    std::optional<Departure> departure;
};

class Repository {
public:
    explicit Repository(storage::Database& database) : database_(database) {}

    // A key that is known keeps its id and printers within its store; in another store it starts anew, and
    // leaves the one it was in. It has no token until set_token.
    awaitable<Result<Enrolled>> enrol(NewFuse fuse, Time now);
    // Errors: not_found when it was revoked meanwhile.
    awaitable<Result<>> set_token(FuseId fuse, std::string token_hash);
    // Errors: unauthorized.
    awaitable<Result<Device>> find_by_token(std::string token_hash);
    awaitable<Result<std::vector<FuseRecord>>> fuses_of(StoreId store);
    // An empty name is its host's again. Returns how it was called. Errors: not_found.
    awaitable<Result<std::string>> rename(StoreId store, FuseId fuse, std::string name);
    // With its printers; its name. Errors: not_found.
    awaitable<Result<std::string>> remove(StoreId store, FuseId fuse);

private:
    storage::Database& database_;
};

std::string hash_of(const Secret& token);

// Within Database::run; throw soci_error.
struct Seen {
    std::string host_name;
    std::string software;
    Time at;
};
bool exists(soci::session& sql, const FuseId& fuse);
void write_seen(soci::session& sql, const FuseId& fuse, const Seen& seen);

}  // namespace gantry::cloud::fuses
