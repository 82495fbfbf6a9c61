// The password of Fuse's page and who is signed in with it. Owned by the program; the loop's thread only.
// What was answered is on disk; whoever is signed out is out at once, whatever the disk says.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/asio.hpp"
#include "base/password.hpp"
#include "base/result.hpp"
#include "base/signal.hpp"
#include "fuse/access/attempts.hpp"
#include "fuse/access/sessions.hpp"
#include "fuse/storage/store.hpp"

namespace gantry::fuse::access {

// open: people at this machine need no password. sign_in: they do too, for a proxy that hides who asks.
enum class LocalPeople { open, sign_in };

struct AccessOptions {
    LocalPeople local_people = LocalPeople::open;
    HashCost hash_cost = HashCost::interactive;
    Attempts::Limits attempts;
    std::function<Time()> now = std::chrono::system_clock::now;
};

struct SignedIn {
    SessionId id;
    Secret token;
};

// Who changes something: a session, or somebody at this machine (no session).
struct Asker {
    SessionId session;
    bool is_here() const { return session.empty(); }
};

class Access {
public:
    Access(storage::Store& store, AccessOptions options = {});

    // What was stored; blocking, at the start. Throws std::runtime_error when it cannot be read: nobody knows
    // then who may come in. Logs the setup code when there is no password.
    void load();
    // Ends sessions when their time is over, and keeps on disk when they were used; until cancelled.
    awaitable<void> run();

    LocalPeople local_people() const { return options_.local_people; }
    bool has_password() const { return !password_hash_.empty(); }
    // For people at this machine; empty when there is a password.
    const Secret& setup_code() const { return setup_code_; }
    const std::vector<Session>& sessions() const { return sessions_.all(); }
    std::chrono::seconds wait(const std::string& address) const;

    // The session of a token, when it lives.
    std::optional<Session> who(const Secret& token, const Visitor& visitor);
    // Tells when the session ends. For a living session only, which lives on while somebody holds this.
    std::shared_ptr<Signal<>> end_of(const SessionId& session);

    // The first visit from the network. Errors: conflict (has a password), unauthorized, rate_limited,
    // malformed, storage.
    awaitable<Result<SignedIn>> set_up(Secret code, Secret password, Visitor visitor);
    // Errors: conflict (no password yet), unauthorized, rate_limited, storage.
    awaitable<Result<SignedIn>> sign_in(Secret password, Visitor visitor);
    // Signs everybody else out. People at this machine need no current password: it is how a forgotten one is
    // replaced. Errors: unauthorized (the current one), rate_limited, malformed, storage.
    awaitable<Result<>> change_password(Secret current, Secret password, Asker asker, Visitor visitor);
    // Signs everybody out, programs too, and makes a new setup code. Errors: storage.
    awaitable<Result<>> remove_password();
    // Errors: not_found, storage.
    awaitable<Result<>> end(SessionId session);
    // All people. Errors: storage.
    awaitable<Result<>> end_everybody();
    // A token for a program, which is a player or a reader. Errors: malformed (the name), conflict (too
    // many), storage.
    awaitable<Result<SignedIn>> add_program(Kind kind, std::string name, Visitor visitor);
    awaitable<Result<SignedIn>> add_player(std::string name, Visitor visitor) {
        return add_program(Kind::player, std::move(name), std::move(visitor));
    }

private:
    void make_setup_code();
    Result<> take_attempt(const std::string& address);
    awaitable<Result<>> check(Secret password, const Visitor& visitor);
    awaitable<Result<SignedIn>> open(Kind kind, std::string name, Visitor visitor);
    void note_open_connections();
    void tell_end(const std::vector<SessionId>& sessions);
    awaitable<Result<>> save();

    storage::Store& store_;
    AccessOptions options_;
    Passwords passwords_;
    Attempts attempts_;
    std::string password_hash_;
    Secret setup_code_;
    Sessions sessions_;
    bool used_ = false;  // since the last save
    // Shared with requests and WebSockets of the sessions.
    std::map<SessionId, std::shared_ptr<Signal<>>> ends_;
};

}  // namespace gantry::fuse::access
