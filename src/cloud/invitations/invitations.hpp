// Invitations into a store. Owned by the program; the event loop only. Every function may also fail with
// Errc::storage.
#pragma once

#include "cloud/accounts/accounts.hpp"
#include "cloud/accounts/members.hpp"
#include "cloud/mail/outbox.hpp"

namespace gantry::cloud::invitations {

using accounts::Person;
using InvitationId = Id<struct InvitationTag>;

inline constexpr auto lifetime = std::chrono::days(7);

struct NewInvitation {
    std::string email;
    std::string role;
    std::optional<std::map<std::string, bool>> overrides;
    std::optional<accounts::ScopeView> scope;
};
BOOST_DESCRIBE_STRUCT(NewInvitation, (), (email, role, overrides, scope))

struct InvitationView {
    InvitationId id;
    std::string email;
    std::string role;
    std::string invited_by;
    std::int64_t created_at = 0;
    std::int64_t expires_at = 0;
};
BOOST_DESCRIBE_STRUCT(InvitationView, (), (id, email, role, invited_by, created_at, expires_at))

// The link is known now and never again.
struct Made {
    InvitationView invitation;
    Secret link;
    std::string mail;  // "sent", "off", or why it was not sent
};

// What the one sees who has the link.
struct Offered {
    std::string store_name;
    std::string invited_by;
    std::string email;
    std::string role;
    bool has_account = false;  // then one signs in to accept
};
BOOST_DESCRIBE_STRUCT(Offered, (), (store_name, invited_by, email, role, has_account))

struct Acceptance {
    Secret token;
    std::string name;
    Secret password;
};
BOOST_DESCRIBE_STRUCT(Acceptance, (), (token, name, password))

class Invitations {
public:
    Invitations(storage::Database& database, const audit::Log& audit, accounts::Accounts& accounts,
                sessions::Sessions& sessions, mail::Outbox& outbox);

    // Replaces one to the same address. Errors: malformed, forbidden, conflict (a member already, too many).
    awaitable<Result<Made>> create(Person person, NewInvitation wanted);
    awaitable<Result<std::vector<InvitationView>>> of(StoreId store);
    // Errors: not_found.
    awaitable<Result<>> revoke(Person person, InvitationId invitation);

    // Errors of these: not_found (used, revoked, unknown, or its maker may not grant it any more), expired,
    // rate_limited.
    awaitable<Result<Offered>> show(Secret token, std::string address);
    // Makes the account. Errors also: conflict (there is one: sign in), malformed.
    awaitable<Result<sessions::SignedIn>> accept(Acceptance acceptance, sessions::Device device);
    // Somebody who is signed in joins; the browser moves to that store. Errors also: forbidden (another
    // address).
    awaitable<Result<sessions::SignedIn>> join(Person person, Secret token);

private:
    struct Row;
    Result<Row> find(soci::session& sql, const Secret& token) const;
    void admit(soci::session& sql, const Row& row, const accounts::people::User& user,
               const std::string& address) const;
    bool may_try(const std::string& address);
    awaitable<std::string> send(const InvitationView& invitation, std::string store_name, Secret link);

    storage::Database& database_;
    const audit::Log& audit_;
    accounts::Accounts& accounts_;
    sessions::Sessions& sessions_;
    mail::Outbox& outbox_;
    RateLimit by_address_;
};

void add_routes(net::http::Router& router, Invitations& invitations, sessions::Transport transport);

}  // namespace gantry::cloud::invitations
