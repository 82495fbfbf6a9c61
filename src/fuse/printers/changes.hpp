// Which printers changed since somebody last looked. What a calm printer says is passed on at once; a busy
// one is heard once per pace. Owned by whoever forwards states; the loop's thread only.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "fuse/printers/printers.hpp"

namespace gantry::fuse::printers {

class ChangedPrinters {
public:
    ChangedPrinters(const Executor& executor, Printers& printers, std::chrono::milliseconds pace);

    // Waits until a printer has changed that was not answered within the last pace; answers all of those.
    awaitable<std::vector<farm::PrinterId>> next();
    // All that changed already, whenever they were answered last.
    std::vector<farm::PrinterId> take();
    // Ends a running next(), or the next one, which then may answer nobody.
    void wake();

private:
    using Clock = std::chrono::steady_clock;
    std::vector<farm::PrinterId> take_due(Clock::time_point now);
    Clock::time_point next_due() const;

    std::chrono::milliseconds pace_;
    std::set<farm::PrinterId> changed_;
    std::map<farm::PrinterId, Clock::time_point> due_;  // when each may be answered again
    asio::steady_timer news_;                           // cancelled when something changed
    bool woken_ = false;
    std::vector<Subscription> subscriptions_;
};

}  // namespace gantry::fuse::printers
