// All of Fuse, put together. Owned by main, on one event loop; the loop's thread only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/asio.hpp"
#include "fuse/access/access.hpp"
#include "fuse/cameras/registry.hpp"
#include "fuse/discovery/discovery.hpp"
#include "fuse/doctor/limits.hpp"
#include "fuse/lifecycle.hpp"
#include "fuse/registry.hpp"
#include "fuse/settings/settings.hpp"
#include "fuse/stats/stats.hpp"
#include "fuse/transfers/transfers.hpp"
#include "net/http/router.hpp"

namespace gantry::fuse {

struct Options {
    std::string data;                // folder
    std::string listen = "0.0.0.0";  // whoever is not at this machine signs in
    std::uint16_t port = 8888;
    std::string web;  // folder of the built web application; empty for none
    std::string gateway_url = settings::default_gateway_url;  // until the settings say otherwise
    settings::Fixed fixed;
    std::vector<std::string> ice_addresses;  // empty: those of all interfaces
    discovery::Options discovery;
    // Names of this machine besides its own that its page is opened under.
    std::vector<std::string> host_names;
    // Header of a reverse proxy on this machine with the client's address.
    std::string forwarded_header;
    access::AccessOptions access;
    stats::Limits stats;
    doctor::Limits doctor;
    std::function<printers::Registry()> drivers = make_registry;
    std::function<cameras::Registry()> camera_sources = cameras::make_registry;
    transfers::Limits transfers;
};

class Application final : public Lifecycle {
public:
    // Opens the data folder and binds the port. Throws when either is not possible.
    Application(Executor executor, Options options);
    ~Application() override;
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    std::uint16_t port() const;
    const std::vector<net::http::Route>& routes() const;
    // Until cancelled; then says goodbye to viewers, cameras, printers and the Cloud in under 2 s. Routes and
    // ports stay the same over restarts.
    awaitable<void> run();

    void restart() override;
    awaitable<Result<>> reset() override;
    std::int64_t started_at() const override { return started_at_; }

private:
    struct Everything;
    struct Memory;
    enum class End { over, restart };

    awaitable<End> run_once();
    awaitable<void> start_again();

    Executor executor_;
    Options options_;
    std::int64_t started_at_;
    std::unique_ptr<Everything> everything_;
    bool restarting_ = false;
    bool resetting_ = false;  // by that restart
    bool cancelled_ = false;  // while nothing could be interrupted
};

}  // namespace gantry::fuse
