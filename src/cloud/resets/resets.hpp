// Links that set a new password. Owned by the program; the event loop only. Every function may also fail with
// Errc::storage.
#pragma once

#include "cloud/accounts/accounts.hpp"
#include "cloud/mail/outbox.hpp"
#include "cloud/resets/links.hpp"

namespace gantry::cloud::resets {

using accounts::Person;

struct Made {
    Secret link;
    std::int64_t expires_at = 0;
};

struct NewPassword {
    Secret token;
    Secret password;
};
BOOST_DESCRIBE_STRUCT(NewPassword, (), (token, password))

class Resets {
public:
    Resets(storage::Database& database, const audit::Log& audit, accounts::Changes& changes,
           accounts::Accounts& accounts, mail::Outbox& outbox);

    bool by_mail() const { return outbox_.configured(); }
    // A letter, if somebody has that address; the answer is the same when nobody has. Errors: rate_limited.
    awaitable<Result<>> ask(std::string email, std::string address);
    // For a member of the asker's store who is in no other: a store must not open another one's door. Errors:
    // forbidden (holds more than the asker), not_found, conflict (in other stores too).
    awaitable<Result<Made>> make(Person person, UserId user, SecondFactor second_factor);
    // Sets the password and signs the person out everywhere. Errors: not_found, expired, malformed,
    // rate_limited.
    awaitable<Result<>> use(NewPassword wanted, std::string address);

private:
    struct Row;
    Result<Row> find(soci::session& sql, const Secret& token) const;
    bool may_try(const std::string& address);
    Secret link_to(const Secret& token) const { return link_of(accounts_.options().public_url, token); }

    storage::Database& database_;
    const audit::Log& audit_;
    accounts::Changes& changes_;
    accounts::Accounts& accounts_;
    mail::Outbox& outbox_;
    RateLimit by_address_;
    RateLimit by_account_;
};

void add_routes(net::http::Router& router, Resets& resets);

}  // namespace gantry::cloud::resets
