// The one scan that may run, and how far it is. Owned by Discovery, which waits for cancel() before it lets
// go; the loop's thread only. For this folder alone.
#pragma once

#include <functional>
#include <set>
#include <vector>

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
        std::function<void(farm::Sighting)> proven;  // what announced itself, too
        // What is known to be at an address already, which then is not asked.
        std::function<std::optional<farm::Sighting>(const std::string& address)> known_at;
        std::function<void()> changed;
    };
    Scans(Executor executor, const printers::Registry& drivers, Events events);

    // Errors: busy (one runs), malformed, unsupported and too_large (the subnet).
    Result<> start_listening(std::chrono::milliseconds length);
    Result<> start_subnet(const std::string& subnet);
    // Somebody announces itself from this address. While a scan listens it is asked once for its certificate:
    // anybody can announce anything, and a flood of that must not hide who is real.
    void prove(const std::string& address);
    // Ends when nothing of it is under way any more.
    awaitable<void> cancel();

    const std::optional<Scan>& last() const { return scan_; }

private:
    Result<> begin(Scan scan, Supervisor::Body body);
    awaitable<void> run(Supervisor::Body body);
    awaitable<void> listen(std::chrono::milliseconds length);
    awaitable<void> ask(net::Subnet subnet);
    awaitable<void> identify(std::string address, std::uint16_t port);
    awaitable<void> ask_for_proof(std::string address);
    void note_unclear(std::string address, std::string detail);

    Supervisor supervisor_;
    const printers::Registry& drivers_;
    Events events_;
    std::optional<Scan> scan_;
    Task task_;
    std::set<std::string> asked_for_proof_;  // in this scan
    std::vector<Task> proofs_;
};

}  // namespace gantry::fuse::discovery
