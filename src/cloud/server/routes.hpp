// The server as those who run it ask about it, and what everybody may know of it.
#pragma once

#include "cloud/accounts/accounts.hpp"
#include "cloud/server/health.hpp"
#include "cloud/server/metrics.hpp"
#include "cloud/server/settings.hpp"
#include "net/http/router.hpp"

namespace gantry::cloud::server {

// All outlive the router.
struct Parts {
    Settings& settings;
    Health& health;
    Metrics& metrics;
    accounts::Accounts& accounts;
    mail::Outbox& outbox;
    sessions::Transport transport;
    std::function<Gauges()> gauges;
    std::string snapshot_folder;
};

void add_routes(net::http::Router& router, Parts parts);

}  // namespace gantry::cloud::server
