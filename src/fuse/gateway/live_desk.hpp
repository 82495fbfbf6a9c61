// What the gateway needs of the live view: remote viewers that come as offers and go as ends. Implemented by
// the program around fuse/live, and by a fake in tests. The loop's thread only; nothing here blocks or fails:
// what goes wrong is answered as a LiveEnd.
#pragma once

#include <functional>

#include "farm/gateway/messages.hpp"

namespace gantry::fuse::gateway {

class LiveDesk {
public:
    using Send = std::function<void(const farm::gateway::Message&)>;

    virtual ~LiveDesk() = default;
    // Answers through `send`, which may be called until the session has ended: LiveAnswer, LiveCandidate,
    // LiveQuality, and one LiveEnd at the end unless the Cloud ended it.
    virtual void offer(farm::gateway::LiveOffer offer, Send send) = 0;
    virtual void candidate(const farm::gateway::LiveCandidate& candidate) = 0;
    virtual void end(const farm::gateway::LiveEnd& end) = 0;
    // The connection to the Cloud is gone, and with it every way to end sessions one by one.
    virtual void end_all() = 0;
};

}  // namespace gantry::fuse::gateway
