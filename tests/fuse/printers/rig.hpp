// The printers of one Fuse with short limits, and simulated ones for them to talk to.
#pragma once

#include "fuse/printers/bambu/driver.hpp"
#include "fuse/printers/printers.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/base/temporary_folder.hpp"
#include "tests/sim/rig.hpp"

namespace gantry::fuse::printers {

using sim::eventually;

inline bambu::Limits short_limits() {
    return {.silence = 500ms, .last_chance = 500ms, .effect = 3s, .push_all = 1s, .push_all_again = 200ms};
}

inline SessionLimits short_pauses() {
    return {.backoff = {.first = 20ms, .longest = 200ms}, .refused_pause = 300ms};
}

// One that is not there.
inline NewPrinter absent(std::string name, std::string serial, std::string address) {
    return {.name = std::move(name),
            .address = std::move(address),
            .model = "X1 Carbon",
            .serial = std::move(serial),
            .access_code = Secret("12345678"),
            .ports = {.mqtt = 1}};
}

struct FuseRig {
    explicit FuseRig(Executor executor, bambu::Limits limits = {}, SessionLimits pauses = short_pauses())
        : store(folder.path()),
          registry(make_registry(limits)),
          printers(executor, registry, store, pauses) {}

    static Registry make_registry(bambu::Limits limits) {
        Registry made;
        made.add(bambu::driver(limits));
        return made;
    }

    static NewPrinter how_to_reach(const sim::SimulatedPrinter& printer) {
        return {.name = "Workshop",
                .address = printer.address(),
                .access_code = Secret("12345678"),
                .ports = {.mqtt = printer.ports().mqtt, .camera = printer.ports().camera}};
    }

    // Throws when it is refused.
    awaitable<farm::PrinterId> add(NewPrinter wanted) {
        auto added = co_await printers.add(std::move(wanted));
        if (!added) throw std::runtime_error(added.error().detail);
        co_return *added;
    }

    const farm::PrinterState& state(const farm::PrinterId& id) const { return printers.find(id)->state(); }

    awaitable<bool> reaches(farm::PrinterId id, farm::Connection connection) {
        return eventually([this, id, connection] { return state(id).connection == connection; });
    }

    testing::TemporaryFolder folder;
    storage::Store store;
    Registry registry;
    Printers printers;
};

inline awaitable<void> start(sim::Rig& rig) {
    const auto started = co_await rig.printer.start();
    if (!started) throw std::runtime_error(started.error().detail);
}

}  // namespace gantry::fuse::printers
