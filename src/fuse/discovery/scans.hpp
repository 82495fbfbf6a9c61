// The one scan that may run, and how far it is. Owned by Discovery, which waits for cancel() before it lets
// go; the loop's thread only. For this folder alone.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "base/supervisor.hpp"
#include "fuse/discovery/view.hpp"
#include "fuse/printers/registry.hpp"
#include "net/subnet/subnet.hpp"

namespace gantry::fuse::discovery {

class Scans {
public:
    using Said = std::map<std::string, std::string>;  // of its driver's own fields
    struct Events {
        std::function<void()> search;          // ask printers to announce themselves
        std::function<void()> subnet_started;  // what the last one found counts no longer
        std::function<void(farm::Sighting)> found;
        std::function<void(farm::Sighting)> proven;  // what announced itself, too
        // What is known to be at an address already, which then is not asked; with options (a port), what is
        // reached by these.
        std::function<std::optional<farm::Sighting>(const std::string& address, const Said& options)>
            known_at;
        std::function<void()> changed;
    };
    Scans(Executor executor, const printers::Registry& drivers, Events events);

    // Errors: busy (one runs), malformed, unsupported and too_large (the subnet).
    Result<> start_listening(std::chrono::milliseconds length);
    Result<> start_subnet(const std::string& subnet);
    // Somebody announces itself from its address. While a scan listens it is asked once who it is, where it
    // says that it listens: anybody can announce anything, and a flood of that must not hide who is real.
    void prove(const farm::Sighting& told);
    // Ends when nothing of it is under way any more.
    awaitable<void> cancel();

    const std::optional<Scan>& last() const { return scan_; }

private:
    Result<> begin(Scan scan, Supervisor::Body body);
    awaitable<void> run(Supervisor::Body body);
    awaitable<void> listen(std::chrono::milliseconds length);
    awaitable<void> ask(net::Subnet subnet);
    awaitable<void> identify(std::string address, std::uint16_t port);
    bool may_ask(const farm::Sighting& told) const;
    awaitable<void> ask_for_proof(farm::Sighting told);
    void note_unclear(std::string address, std::string detail);

    Supervisor supervisor_;
    const printers::Registry& drivers_;
    Events events_;
    std::optional<Scan> scan_;
    Task task_;
    std::set<std::pair<std::string, Said>> asked_for_proof_;  // in this scan, by address
    std::vector<Task> proofs_;
};

}  // namespace gantry::fuse::discovery
