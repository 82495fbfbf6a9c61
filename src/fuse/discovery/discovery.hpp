// Finds printers on the network. Owned by the program, which waits for stop() before it lets go; the loop's
// thread only.
#pragma once

#include "base/signal.hpp"
#include "fuse/discovery/listening.hpp"
#include "fuse/discovery/scans.hpp"
#include "fuse/discovery/view.hpp"
#include "fuse/printers/printers.hpp"

namespace gantry::fuse::discovery {

struct Options {
    // Names or addresses; empty: all hardware, and loopback.
    std::vector<std::string> interfaces;
    std::vector<std::uint16_t> ports{1990, 2021};
    // Before a port that another program had is tried again.
    Backoff again{.first = 5s, .longest = 30s};
    // Printers announce themselves every 5 to 10 s.
    std::chrono::milliseconds listen_for = 25s;
    // After the last announcement.
    std::chrono::milliseconds keep_announced = 90s;
    // At what expires, and at the interfaces.
    std::chrono::milliseconds look_every = 5s;
    // After the scan that found it.
    std::chrono::milliseconds keep_scanned = 30min;
};

class Discovery {
public:
    // `drivers` and `printers` outlive it.
    Discovery(Executor executor, const printers::Registry& drivers, printers::Printers& printers,
              Options options = {});

    // Listens until cancelled. A port that cannot be opened is a problem of the view, not of the program.
    awaitable<void> run();
    // Ends a running scan, and listening.
    awaitable<void> stop();

    // Asks printers to announce themselves and listens for a while. Errors: busy (a scan runs).
    Result<> start_auto_scan();
    // Asks every address of a subnet in CIDR notation. Errors: busy, malformed, unsupported, too_large.
    Result<> start_subnet_scan(const std::string& subnet);
    // Ends when nothing of the scan is under way any more.
    awaitable<void> cancel_scan();

    View view() const;
    const printers::Registry& drivers() const { return drivers_; }
    // Something in the view is new; often, so tell pages in their own time.
    Signal<>& changed() { return changed_; }

private:
    void hear(const net::ssdp::Heard& heard);
    void take(farm::Sighting seen, std::chrono::milliseconds keep);
    void wake(const farm::Sighting& seen) const;
    void search();
    void forget_scanned();
    std::optional<farm::Sighting> known_at(const std::string& address, const Scans::Said& options) const;
    std::vector<Network> networks() const;

    const printers::Registry& drivers_;
    printers::Printers& printers_;
    Options options_;
    Signal<> changed_;
    farm::Sightings sightings_;
    std::size_t invalid_ = 0;
    Listening listening_;
    Scans scans_;
};

}  // namespace gantry::fuse::discovery
