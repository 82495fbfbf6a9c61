// The whole Cloud behind one HTTP server. Owned by main or a test; the executor's thread only.
#pragma once

#include <memory>

#include "cloud/accounts/accounts.hpp"
#include "cloud/live/live.hpp"
#include "cloud/mail/outbox.hpp"
#include "cloud/relay/configuration.hpp"
#include "cloud/server/settings.hpp"
#include "net/http/server.hpp"

namespace gantry::cloud {

struct Settings {
    std::filesystem::path data;  // made when it is missing, mode 0700
    std::string web;             // the built web application; empty: none
    std::string public_url;      // empty: the address that is listened on
    net::http::ServerOptions server;
    server::Given given;   // what the command line sets of the administrator's settings
    Secret metrics_token;  // empty: no /metrics
    relay::Options relay;
    live::Limits live;
    gateway::Limits gateway;
    storage::Limits database;
    HashCost hash_cost = HashCost::interactive;
    sessions::Limits sessions;
    std::chrono::seconds code_lifetime = std::chrono::minutes(15);  // of an activation code
    std::chrono::days keep_audit{365};
    // Of sessions, links, activation codes and the audit log.
    std::function<Time()> now = std::chrono::system_clock::now;
    std::function<void()> serving = [] {};  // everything is there, and requests are answered from now on
};

class Cloud {
public:
    // Opens the database and binds the port. Throws when either fails.
    Cloud(Executor executor, Settings settings);
    ~Cloud();

    std::uint16_t port() const;
    // Serves until cancelled. Throws when it cannot start.
    awaitable<void> run();

    const std::vector<net::http::Route>& routes() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace gantry::cloud
