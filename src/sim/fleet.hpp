// The simulated printers of one `gantry sim run`. Owned by the command; the loop's thread only.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "sim/simulator.hpp"

namespace gantry::sim {

struct FleetSettings {
    std::vector<std::string> models{"p1s", "x1c"};
    unsigned count = 0;  // of printers; the models are taken in turn. 0: one of each
    std::string first_address = "127.0.1.1";
    std::filesystem::path folder;
    PrinterSpec printer;  // what all printers have in common
};

// What `--json` and `gantry sim list` tell of a printer.
json::object describe(SimulatedPrinter& printer);

class Fleet {
public:
    // Errors: malformed (no loopback addresses), not_found (a model), storage (the folder).
    static Result<std::unique_ptr<Fleet>> make(Executor executor, FleetSettings settings);

    awaitable<Result<>> start();
    awaitable<void> stop();
    std::vector<std::unique_ptr<SimulatedPrinter>>& printers() { return printers_; }

private:
    std::vector<std::unique_ptr<SimulatedPrinter>> printers_;
};

// `first` plus `steps`, skipping .0 and .255; Errors: malformed when that is no loopback address.
Result<std::string> loopback_address(const std::string& first, unsigned steps);

}  // namespace gantry::sim
