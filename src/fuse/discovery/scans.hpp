// The one scan that may run, and how far it is. Owned by Discovery, which waits for cancel() before it lets
// go; the loop's thread only. For this folder alone.
#pragma once

#include <functional>

#include "base/supervisor.hpp"
#include "fuse/discovery/view.hpp"
#include "fuse/printers/registry.hpp"
#include "net/subnet/subnet.hpp"

namespace gantry::fuse::discovery {

class Scans {
public:
    struct Events {
        std::function<void()> search;          // ask printers to announce themselves
        std::function<void()> subnet_started;  // what the last one found counts no longer
        std::function<void(farm::Sighting)> found;
        // What is known to be at an address already, which then is not asked.
        std::function<std::optional<farm::Sighting>(const std::string& address)> known_at;
        std::function<void()> changed;
    };
    Scans(Executor executor, const printers::Registry& drivers, Events events);

    // Errors: busy (one runs), malformed, unsupported and too_large (the subnet).
    Result<> start_listening(std::chrono::milliseconds length);
    Result<> start_subnet(const std::string& subnet);
    // Ends when nothing of it is under way any more.
    awaitable<void> cancel();

    const std::optional<Scan>& last() const { return scan_; }

private:
    Result<> begin(Scan scan, Supervisor::Body body);
    awaitable<void> run(Supervisor::Body body);
    awaitable<void> listen(std::chrono::milliseconds length);
    awaitable<void> ask(net::Subnet subnet);
    awaitable<void> identify(std::string address, std::uint16_t port);
    void note_unclear(std::string address, std::string detail);

    Supervisor supervisor_;
    const printers::Registry& drivers_;
    Events events_;
    std::optional<Scan> scan_;
    Task task_;
};

}  // namespace gantry::fuse::discovery
