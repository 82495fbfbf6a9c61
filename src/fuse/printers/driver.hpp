// What a kind of printer must be able to do. A Driver is owned by the registry, a PrinterLink by its
// PrinterSession; the loop's thread only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/asio.hpp"
#include "base/result.hpp"
#include "farm/command.hpp"
#include "fuse/printers/config.hpp"
#include "fuse/printers/finder.hpp"
#include "fuse/printers/message.hpp"
#include "fuse/printers/replay.hpp"

namespace gantry::fuse::printers {

using farm::Action;
using farm::Command;

// Told by a link while its run() runs. Implemented by PrinterSession.
class LinkListener {
public:
    virtual ~LinkListener() = default;
    // Connected and accepted by the printer, which showed this certificate (all zero: none).
    virtual void on_connected(const Fingerprint& certificate) = 0;
    // Everything that the printer reports; the members about the connection are not the link's.
    virtual void on_report(farm::PrinterState report) = 0;
    // Connected, but nothing came for 60 s.
    virtual void on_silence() = 0;
    // The connection was refused because of this certificate.
    virtual void on_distrust(const Fingerprint& certificate) = 0;
    // A simulated printer did what it was told; to be kept.
    virtual void on_simulation(Simulation) {}
    // Something was sent or received; told before what follows from it.
    virtual void on_message(const Message& message) = 0;
};

// One connection to one printer.
class PrinterLink {
public:
    virtual ~PrinterLink() = default;
    // Connects once and stays until the connection ends: answers why. unauthorized and untrusted need a
    // person.
    virtual awaitable<Error> run() = 0;
    // Within the printer's limits. Done when the printer's own report shows it (what no report shows: when it
    // has acknowledged it); one at a time, the others wait. Errors: offline, conflict (nothing to pause, …),
    // busy (too many wait), rejected (with the printer's reason), timeout (no effect).
    virtual awaitable<Result<>> command(Command command) = 0;
    // What a simulated printer is from now on.
    virtual void simulate(Simulation) {}
};

// How to reach a camera that is not at its printer's own address, or wants more than an access code.
struct CameraAccess {
    std::string url;   // empty: where its source looks at the printer's address; not every source takes one
    std::string user;  // empty: its source's own
    Secret password;
    friend bool operator==(const CameraAccess&, const CameraAccess&) = default;
};

class Driver {
public:
    virtual ~Driver() = default;
    virtual std::string name() const = 0;
    // Who answers at its address, as far as possible without credentials. Errors: offline, timeout,
    // unsupported (not such a printer), unauthorized (it does not say without them).
    virtual awaitable<Result<Identity>> identify(PrinterConfig config) = 0;
    // Fills what follows from model, serial number and options (camera, proper spelling), when it is added
    // and when its options change. Errors: malformed.
    virtual Result<> complete(PrinterConfig& config) const = 0;
    // Of a camera that complete() has named.
    virtual CameraAccess camera(const PrinterConfig& config) const {
        return {.password = config.access_code};
    }
    // What this printer takes; nothing unless a driver says more.
    virtual farm::Limits limits(const farm::Printer&) const { return {}; }
    virtual std::unique_ptr<PrinterLink> make_link(Executor executor, PrinterConfig config,
                                                   LinkListener& listener) = 0;
    // Null for printers that exist.
    virtual const Simulator* simulator() const { return nullptr; }
    // Null when its messages say nothing about the printer's state.
    virtual std::unique_ptr<Replay> make_replay(const PrinterConfig&) const { return nullptr; }
    // Null for printers that cannot be found: a person does not add them by address.
    virtual const Finder* finder() const { return nullptr; }
};

}  // namespace gantry::fuse::printers
