// Which printers changed since somebody last looked, so that a busy printer costs no more than a calm one.
// Owned by whoever forwards states; the loop's thread only.
#pragma once

#include <set>
#include <vector>

#include "fuse/printers/printers.hpp"

namespace gantry::fuse::printers {

class ChangedPrinters {
public:
    ChangedPrinters(Executor executor, Printers& printers);

    // Waits until a printer changes; answers all that changed since the last call.
    awaitable<std::vector<farm::PrinterId>> next();
    // Those that changed already.
    std::vector<farm::PrinterId> take();
    // Ends a running next(), which then answers what there is.
    void wake() { news_.cancel(); }

private:
    std::set<farm::PrinterId> changed_;
    asio::steady_timer news_;  // expires never: cancelled when there is something
    Subscription subscription_;
};

}  // namespace gantry::fuse::printers
