// Every configured printer, in the order they were added. Owned by the program; the loop's thread only.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/signal.hpp"
#include "base/supervisor.hpp"
#include "base/turnstile.hpp"
#include "fuse/printers/registry.hpp"
#include "fuse/printers/session.hpp"
#include "fuse/storage/store.hpp"

namespace gantry::fuse::printers {

struct NewPrinter {
    std::string driver = "bambu";
    std::string name;
    std::string address;
    std::string model;   // empty or "Other": from the serial number
    std::string serial;  // empty: from the certificate
    Secret access_code;
    Ports ports;
    TypedOptions options;  // of the driver's form
    // Of a simulated printer, which needs nothing but these and a name.
    double nozzle_mm = Simulation{}.nozzle_mm;
    int ams_units = Simulation{}.ams_units;
    // From a backup, not from a page: of its certificate, and of its camera.
    std::optional<Fingerprint> fingerprint;
    CameraSwitches camera_switches;
};
BOOST_DESCRIBE_STRUCT(NewPrinter, (),
                      (driver, name, address, model, serial, access_code, ports, options, nozzle_mm,
                       ams_units))

struct PrinterChange {
    std::optional<std::string> name;
    std::optional<std::string> address;
    std::optional<Secret> access_code;
    ChangedOptions options;           // an empty one is taken away, or kept if it is secret
    bool accept_certificate = false;  // trust the changed one that was seen last
    std::optional<CameraSwitches> camera_switches;
};
BOOST_DESCRIBE_STRUCT(PrinterChange, (),
                      (name, address, access_code, options, accept_certificate, camera_switches))

// One of several that are taken over together.
struct Incoming {
    NewPrinter printer;
    std::optional<farm::PrinterId> in_place_of;  // nothing: it is added
};

class Printers {
public:
    Printers(Executor executor, const Registry& registry, storage::Store& store, SessionLimits limits = {});
    ~Printers();
    Printers(const Printers&) = delete;
    Printers& operator=(const Printers&) = delete;

    using States = std::map<farm::PrinterId, farm::PrinterState>;
    struct Removed {
        PrinterConfig config;
        std::chrono::steady_clock::time_point until;  // that long restore brings it back
    };
    // What a start without an end goes on with.
    struct Memory {
        States states;  // as they were seen last
        std::vector<Removed> removed;
    };
    // What was stored; at the start.
    void load(std::vector<PrinterConfig> stored, Memory memory = {});
    Memory memory() const;
    // Disconnects from all of them.
    awaitable<void> stop();

    const std::vector<std::shared_ptr<PrinterSession>>& all() const { return sessions_; }
    // Null when there is no such printer. Not for keeping across a co_await.
    const PrinterSession* find(const farm::PrinterId& id) const;

    // Who answers there; only how to reach it matters. Errors: malformed, and those of Driver::identify.
    awaitable<Result<Identity>> identify(NewPrinter wanted);
    // Whether this printer could be added, without keeping anything; the name does not matter. Errors:
    // malformed, rate_limited (too many at once), and those of Finder::try_access.
    awaitable<Result<Access>> try_access(NewPrinter wanted);
    // The same for a printer that is here, as it would be after the change. Errors: also not_found.
    awaitable<Result<Access>> try_change(farm::PrinterId id, PrinterChange change);
    // On disk before the answer. Errors: malformed, conflict (known already), unsupported, too_large (no more
    // of this kind), offline and timeout (when the serial number must be asked for), storage.
    awaitable<Result<farm::PrinterId>> add(NewPrinter wanted);
    // What take would answer now, without asking the printer; missing secrets are no error here.
    Result<> could_add(NewPrinter wanted) const;
    Result<> could_overwrite(const farm::PrinterId& id, NewPrinter wanted) const;
    // What the dialogs of a driver ask for; empty when there are none.
    AddForm form(const std::string& driver) const { return registry_.form(driver); }
    // On disk before the answer, effective at once. Errors: not_found, malformed, conflict (the address of
    // another printer, no certificate to accept), storage.
    awaitable<Result<>> change(farm::PrinterId id, PrinterChange change);
    // On disk together: what became of each, in their order. Who takes a printer's place keeps its
    // secrets unless it brings some; who is added must say its serial number. The errors of each are those of
    // add and change. Errors of all: storage; then nothing was changed.
    awaitable<Result<std::vector<Result<>>>> take(std::vector<Incoming> all);
    awaitable<Result<>> remove(farm::PrinterId id);
    // Brings back what was removed in the last half minute, as it was. Errors: not_found (too late),
    // conflict, too_large, storage.
    awaitable<Result<>> restore(farm::PrinterId id);
    // All of them; how many there were.
    awaitable<Result<std::size_t>> clear();
    // On disk before the answer. Errors: not_found, unsupported (a printer that exists), those of
    // Simulator::change, storage.
    awaitable<Result<>> simulate(farm::PrinterId id, SimulationChange change);
    // A cleared plate is on disk before the answer. Errors: not_found, storage, and those of PrinterSession.
    awaitable<Result<>> command(farm::PrinterId id, Command command);

    // Printers were added, removed or edited.
    Signal<>& list_changed() { return list_changed_; }
    // The state of one has changed.
    Signal<farm::PrinterId>& state_changed() { return state_changed_; }
    // Something was sent to one, or received from it.
    Signal<farm::PrinterId, Message>& message() { return message_; }
    // One is about to be removed, or connects differently from now on: whoever uses its address must let go.
    Signal<farm::PrinterId>& config_changed() { return config_changed_; }

private:
    // Among whom an address and a serial number must be the only ones.
    using Others = std::vector<const PrinterConfig*>;

    std::shared_ptr<PrinterSession> session(const farm::PrinterId& id) const;
    Others everybody() const;
    void start(PrinterConfig config, SessionStart how = {});
    bool is_simulated(const std::string& driver) const;
    Result<PrinterConfig> meant(const NewPrinter& wanted) const;
    Result<PrinterConfig> config_of(const NewPrinter& wanted) const;
    Result<PrinterConfig> added(const NewPrinter& wanted, const Others& others) const;
    Result<PrinterConfig> overwritten(const PrinterConfig& known, const NewPrinter& wanted,
                                      const Others& others) const;
    Result<PrinterConfig> taken(const Incoming& incoming, const Others& others) const;
    // As it would be, whether that is possible or not.
    Result<PrinterConfig> changed(const PrinterSession& session, const PrinterChange& change) const;
    awaitable<Result<Access>> ask(PrinterConfig config, const Finder& finder);
    // They are on disk: added, or in place of those with the same id.
    awaitable<void> use(std::vector<PrinterConfig> configs);
    void keep_certificate(const farm::PrinterId& id);
    void keep_simulation(const farm::PrinterId& id);
    void keep_plate(const farm::PrinterId& id);
    awaitable<Result<>> save_plate(farm::PrinterId id);
    awaitable<Result<>> save_simulation(farm::PrinterId id);
    Result<> check(const PrinterConfig& config) const;
    bool same_place(const PrinterConfig& a, const PrinterConfig& b) const;
    Result<> check_address_is_free(const PrinterConfig& config, const Others& others) const;
    Result<> check_room(const PrinterConfig& config, const Driver& driver, const Others& others) const;

    Supervisor supervisor_;
    const Registry& registry_;
    storage::Store& store_;
    SessionLimits limits_;
    Turnstile one_at_a_time_;  // what is added, changed or removed: two at once must not undo each other
    // Of access, now; shared with them.
    std::shared_ptr<std::size_t> tries_ = std::make_shared<std::size_t>(0);
    // Shared with requests that still wait for an answer of a printer being removed.
    std::vector<std::shared_ptr<PrinterSession>> sessions_;
    std::unordered_map<farm::PrinterId, std::shared_ptr<PrinterSession>> by_id_;  // the same
    std::vector<Removed> removed_;  // lately; of those whose time is over the next removal lets go
    Signal<> list_changed_;
    Signal<farm::PrinterId> state_changed_;
    Signal<farm::PrinterId, Message> message_;
    Signal<farm::PrinterId> config_changed_;
};

}  // namespace gantry::fuse::printers
