// What the server's administrator sets, and what the command line has set for them. In the database; in
// effect at once. Owned by the program; the event loop only.
#pragma once

#include <optional>

#include "base/json.hpp"
#include "base/signal.hpp"
#include "base/vault.hpp"
#include "cloud/accounts/member.hpp"
#include "cloud/live/turn.hpp"
#include "cloud/mail/outbox.hpp"

namespace gantry::cloud::server {

enum class Registration { invitation, open };
BOOST_DESCRIBE_ENUM(Registration, invitation, open)

struct Values {
    std::string name = "Gantry";
    std::vector<std::string> stun;  // "host:port"
    std::vector<std::string> turn;  // "turn:host:port?transport=udp"
    std::int64_t snapshot_days = 30;
    std::int64_t snapshot_limit_mb = 2'000;
    std::string smtp_url;
    std::string smtp_from;
    std::string smtp_user;
    Registration registration = Registration::invitation;
    friend bool operator==(const Values&, const Values&) = default;
};
BOOST_DESCRIBE_STRUCT(Values, (),
                      (name, stun, turn, snapshot_days, snapshot_limit_mb, smtp_url, smtp_from, smtp_user,
                       registration))

// What the command line says; it wins.
struct Given {
    std::optional<std::string> name;
    std::optional<std::int64_t> snapshot_days;
    std::optional<std::int64_t> snapshot_limit_mb;
    std::optional<Registration> registration;
    live::IceOptions ice;  // stun, turn and the secret: each one that is not empty
    mail::Options mail;    // as a whole, when it names a server; its other members count in any case
};

// What is to be changed: absent members stay. An empty secret forgets it.
struct Change {
    std::optional<std::string> name;
    std::optional<std::vector<std::string>> stun;
    std::optional<std::vector<std::string>> turn;
    std::optional<Secret> turn_secret;
    std::optional<std::int64_t> snapshot_days;
    std::optional<std::int64_t> snapshot_limit_mb;
    std::optional<std::string> smtp_url;
    std::optional<std::string> smtp_from;
    std::optional<std::string> smtp_user;
    std::optional<Secret> smtp_password;
    std::optional<Registration> registration;
};
BOOST_DESCRIBE_STRUCT(Change, (),
                      (name, stun, turn, turn_secret, snapshot_days, snapshot_limit_mb, smtp_url, smtp_from,
                       smtp_user, smtp_password, registration))

class Settings {
public:
    Settings(storage::Database& database, const audit::Log& audit, const Vault& vault, Given given);

    // At start. Errors: storage, malformed (made by another version).
    awaitable<Result<>> load();
    // In the database before it answers. Errors: malformed (names the member), conflict (the command line has
    // set it), storage.
    awaitable<Result<>> change(accounts::Person person, Change change);

    // In effect: the command line's, else the database's.
    const Values& values() const { return in_effect_; }
    live::IceOptions ice() const;
    mail::Options mail() const;
    bool has_turn_secret() const { return !ice().turn_secret.empty(); }
    bool has_smtp_password() const { return !mail().password.empty(); }
    // Names of members that the command line has set.
    const std::vector<std::string>& fixed() const { return fixed_; }
    // After each change(); not after load().
    Signal<>& changed() { return changed_; }

private:
    struct Stored {
        Values values;
        Secret turn_secret;
        Secret smtp_password;
    };
    Result<Stored> merged(Change change) const;
    Result<> refuse_fixed(const Change& change) const;
    std::string to_row(const Stored& stored) const;
    Result<Stored> from_row(const std::string& text) const;
    void take(Stored stored);

    storage::Database& database_;
    const audit::Log& audit_;
    const Vault& vault_;
    Given given_;
    std::vector<std::string> fixed_;
    Stored stored_;
    Values in_effect_;
    Signal<> changed_;
};

}  // namespace gantry::cloud::server
