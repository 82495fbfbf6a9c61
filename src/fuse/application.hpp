// All of Fuse, put together. Owned by main, on one event loop; the loop's thread only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/asio.hpp"
#include "fuse/access/access.hpp"
#include "fuse/discovery/discovery.hpp"
#include "fuse/settings/settings.hpp"
#include "fuse/stats/stats.hpp"
#include "net/http/router.hpp"

namespace gantry::fuse {

struct Options {
    std::string data;                // folder
    std::string listen = "0.0.0.0";  // whoever is not at this machine signs in
    std::uint16_t port = 8888;
    std::string web;  // folder of the built web application; empty for none
    std::string gateway_url = settings::default_gateway_url;
    std::vector<std::string> ice_addresses;  // empty: those of all interfaces
    discovery::Options discovery;
    // Names of this machine besides its own that its page is opened under.
    std::vector<std::string> host_names;
    // Header of a reverse proxy on this machine with the client's address.
    std::string forwarded_header;
    access::AccessOptions access;
    stats::Limits stats;
};

class Application {
public:
    // Opens the data folder and binds the port. Throws when either is not possible.
    Application(Executor executor, Options options);
    ~Application();
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    std::uint16_t port() const;
    const std::vector<net::http::Route>& routes() const;
    // Until cancelled; then says goodbye to viewers, cameras, printers and the Cloud within 2 s.
    awaitable<void> run();

private:
    struct Everything;
    std::unique_ptr<Everything> everything_;
};

}  // namespace gantry::fuse
