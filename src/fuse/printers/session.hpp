// One configured printer: keeps its connection, its state and its configuration. Owned by Printers, which
// waits for stop() before it lets go; the loop's thread only.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "base/supervisor.hpp"
#include "fuse/printers/driver.hpp"

namespace gantry::fuse::printers {

struct SessionLimits {
    // After a lost connection: full jitter up to `longest`. Later, and before the first connection, at least
    // that and up to half of it more, so that a printer that is off is dialled once in `longest` at most.
    Backoff backoff{.first = 1s, .longest = 30s};
    // After a wrong code or a changed certificate: hammering would only use up the printer's few slots.
    std::chrono::milliseconds refused_pause = 3min;
};

struct SessionStart {
    farm::PrinterState known;              // what was last seen of it
    std::chrono::milliseconds after = {};  // until it connects: many do not at the same moment
};

class PrinterSession final : private LinkListener {
public:
    struct Events {
        std::function<void()> on_state;   // state() has changed
        std::function<void()> on_config;  // config() has changed by itself: the first certificate was kept
        std::function<void()> on_simulation;             // config().simulation has, by a command
        std::function<void()> on_plate;                  // config().plate has, by a report
        std::function<void(const Message&)> on_message;  // something was sent or received
    };

    PrinterSession(Executor executor, Driver& driver, PrinterConfig config, Events events,
                   SessionLimits limits = {}, SessionStart start = {});
    ~PrinterSession() override;

    const PrinterConfig& config() const { return config_; }
    const farm::PrinterState& state() const { return state_; }
    // The certificate that was refused last.
    const std::optional<Fingerprint>& distrusted() const { return distrusted_; }

    // Takes effect at once: reconnects unless it is reached as before. Leaves the simulation as it is.
    awaitable<void> change(PrinterConfig config);
    // What a simulated printer is from now on; one that was switched on is online at once.
    void simulate(Simulation simulation);
    // Disconnects for good.
    awaitable<void> stop();
    // Tries now instead of after the pause.
    void wake();
    CameraAccess camera() const { return driver_.camera(config_); }
    // Null when its messages say nothing about the printer's state.
    std::unique_ptr<Replay> make_replay() const { return driver_.make_replay(config_); }
    // Errors: malformed and unsupported (what it does not take), offline when not connected, and those of
    // PrinterLink::command.
    awaitable<Result<>> command(Command command);
    // A person has taken the print off. Errors: conflict, while one runs.
    Result<> clear_plate();

private:
    void start(std::chrono::milliseconds after);
    awaitable<void> run(std::chrono::milliseconds after);
    awaitable<Error> run_once();
    awaitable<void> pause(std::chrono::milliseconds length);
    std::chrono::milliseconds next_bound(std::chrono::milliseconds bound);
    void show(const Error& ended);
    void take_plate(farm::PrinterState& report);
    bool heard_without_gap() const;
    void on_connected(const Fingerprint& certificate) override;
    void on_report(farm::PrinterState report) override;
    void on_silence() override;
    void on_distrust(const Fingerprint& certificate) override;
    void on_simulation(Simulation simulation) override;
    void on_message(const Message& message) override;
    void tell_connection(std::string_view name, std::string_view detail);

    Supervisor supervisor_;
    Driver& driver_;
    PrinterConfig config_;
    Events events_;
    SessionLimits limits_;
    farm::PrinterState state_;
    std::optional<Fingerprint> distrusted_;
    // Shared with a command that still waits for its effect.
    std::shared_ptr<PrinterLink> link_;
    std::chrono::steady_clock::time_point online_since_;
    std::chrono::steady_clock::time_point heard_at_;  // of its last report
    bool heard_ = false;                              // over this connection
    farm::Print said_;                                // the driver's word in the last report
    bool reached_ = false;                            // ever, since the start
    asio::steady_timer pause_;
    Task running_;
    int turn_ = 0;  // of change() and stop(): the last one decides
};

}  // namespace gantry::fuse::printers
