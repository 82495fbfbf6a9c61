// Whose turn it is to be dialled, so that many printers that are switched off starve nobody: a cheap knock at
// the port comes before everything that costs, and both are bounded. Owned by the driver, shared by its
// links; the loop's thread only. For this folder alone.
#pragma once

#include <chrono>
#include <set>
#include <string>

#include "base/result.hpp"
#include "base/turnstile.hpp"

namespace gantry::fuse::printers::bambu {

class Dials {
public:
    // Waits until this printer may be dialled; the turn lasts until the pass is dropped. Errors: offline,
    // timeout.
    awaitable<Result<Turnstile::Pass>> turn(std::string address, std::uint16_t port);
    // Whether it answered at all: who did needs no knock the next time, which would take one of a weak
    // printer's few places.
    void note(const std::string& address, std::uint16_t port, bool answered);

private:
    using Port = std::pair<std::string, std::uint16_t>;

    // A printer that is off costs a descriptor for seconds; one that answers costs TLS for a moment.
    Turnstile knocks_{512};
    Turnstile logins_{128};
    std::set<Port> answered_;
};

}  // namespace gantry::fuse::printers::bambu
