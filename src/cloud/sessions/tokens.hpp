// Signed tokens (JWT, HS256 and nothing else). Owned by Sessions; any thread once made. What is read here
// comes from anybody: it is bounded, and believed only when we signed it ourselves.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "cloud/ids.hpp"
#include "cloud/storage/sql.hpp"

namespace gantry::cloud::sessions {

// Opens everything its holder may do, for minutes.
struct AccessClaims {
    SessionId session;
    UserId user;
    StoreId store;        // empty: in none
    bool camera = false;  // `camera`: may read camera files of the store
    Time expires_at;
};

// Renews the access once; the next one has the next generation.
struct RefreshClaims {
    SessionId session;
    long long generation = 0;
    Time expires_at;
};

// The password was right; the second factor is still missing.
struct TicketClaims {
    UserId user;
    Time expires_at;
};

class Tokens {
public:
    // `key`: 32 bytes.
    explicit Tokens(Secret key) : key_(std::move(key)) {}

    Secret sign(const AccessClaims& claims) const;
    Secret sign(const RefreshClaims& claims) const;
    Secret sign(const TicketClaims& claims) const;

    // Errors: unauthorized (not ours, of another kind), expired.
    Result<AccessClaims> read_access(std::string_view token, Time now) const;
    Result<RefreshClaims> read_refresh(std::string_view token, Time now) const;
    Result<TicketClaims> read_ticket(std::string_view token, Time now) const;

private:
    Secret key_;
};

}  // namespace gantry::cloud::sessions
