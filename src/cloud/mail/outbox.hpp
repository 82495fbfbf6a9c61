// Hands letters to an SMTP server (libcurl), on threads of its own. Owned by the program; the event loop
// only.
#pragma once

#include <memory>

#include "base/asio.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/supervisor.hpp"
#include "base/worker_pool.hpp"
#include "cloud/mail/message.hpp"

namespace gantry::cloud::mail {

struct Options {
    std::string url;   // smtp://host:port or smtps://host:port; empty: no letters are sent
    std::string from;  // the sender's address
    std::string user;  // empty: without signing in
    Secret password;
    bool plain = false;              // without TLS, for a server on the same machine
    std::string authority;           // file with the certificate authority; empty: the system's
    std::chrono::seconds limit{15};  // for one letter
};

// Errors: malformed, which says what to change.
Result<> check(const Options& options);

class Outbox {
public:
    Outbox(Executor executor, Options options);

    // For the letters that follow.
    void change(Options options) { options_ = std::move(options); }
    bool configured() const { return !options_.url.empty(); }
    // Resumes when the server has taken the letter. Errors: disabled (not configured), busy (too many at
    // once), offline, timeout, rejected (its own words).
    awaitable<Result<>> send(Letter letter);
    // Sends it later, and once more after a failure; nobody waits for it.
    void post(Letter letter);
    awaitable<void> stop() { return posting_.stop(); }

private:
    Options options_;
    std::shared_ptr<int> waiting_ =
        std::make_shared<int>(0);  // shared with send(), whose frame may outlive us
    Supervisor posting_;
    WorkerPool threads_{2};
};

}  // namespace gantry::cloud::mail
