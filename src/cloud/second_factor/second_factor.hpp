// Who has a second factor, and whether a code is right. Whoever changes it has proved their password before.
// Owned by the program; the event loop only. Every function may also fail with Errc::storage.
#pragma once

#include "base/rate_limit.hpp"
#include "base/vault.hpp"
#include "cloud/accounts/people.hpp"
#include "cloud/second_factor/totp.hpp"

namespace gantry::cloud::second_factor {

using accounts::Person;

struct Status {
    bool enabled = false;
    std::int64_t recovery_codes = 0;  // how many are left
};
BOOST_DESCRIBE_STRUCT(Status, (), (enabled, recovery_codes))

// Shown once, to be scanned.
struct Offer {
    Secret secret;  // raw bytes
    std::string uri;
};

class SecondFactor {
public:
    SecondFactor(storage::Database& database, const audit::Log& audit, const Vault& vault,
                 std::function<Time()> now);

    awaitable<Result<Status>> status(UserId user);
    // A new secret, which counts once a code of it was confirmed. Errors: conflict (there is one already).
    awaitable<Result<Offer>> begin(Person person);
    // Switches it on; the recovery codes, shown once. Errors: rejected (wrong code), not_found, rate_limited.
    awaitable<Result<std::vector<Secret>>> confirm(Person person, std::string code);
    // Errors: rejected (wrong code), rate_limited.
    awaitable<Result<>> remove(Person person, std::string code);
    // A code of the app or a recovery code; none works twice. Errors: rejected, rate_limited.
    awaitable<Result<>> verify(UserId user, std::string code);

private:
    struct Row;
    Result<Row> find(soci::session& sql, const UserId& user) const;
    // Errors: rejected.
    Result<> use_code(soci::session& sql, const Row& row, const std::string& code) const;
    void note(soci::session& sql, const Person& person, const char* action) const;

    storage::Database& database_;
    const audit::Log& audit_;
    const Vault& vault_;
    std::function<Time()> now_;
    RateLimit tries_;
};

// Within Database::run: without it from now on.
void clear(soci::session& sql, const UserId& user);

}  // namespace gantry::cloud::second_factor
