// The Cloud's viewers of our cameras: checks the settings, opens live sessions, and speaks the gateway's
// messages about them. Owned by the program; the loop's thread only.
#pragma once

#include <map>

#include "fuse/gateway/live_desk.hpp"
#include "fuse/live/sessions.hpp"
#include "fuse/patience.hpp"
#include "fuse/printers/printers.hpp"
#include "fuse/settings/settings.hpp"

namespace gantry::fuse::gateway {

class RemoteViewers final : public LiveDesk {
public:
    RemoteViewers(live::LiveSessions& live, settings::CurrentSettings& settings,
                  printers::Printers& printers);

    void offer(farm::gateway::LiveOffer offer, Send send) override;
    void candidate(const farm::gateway::LiveCandidate& candidate) override;
    void end(const farm::gateway::LiveEnd& end) override;
    void end_all() override;

private:
    using Name = farm::gateway::SessionId;
    struct Viewer {
        live::SessionId id;
        farm::PrinterId printer;
        Send send;
        Patience patience;
    };
    Result<> allowed(const farm::PrinterId& printer) const;
    void end_what_is_not_allowed();
    void end_with(const Name& name, const Error& reason);
    live::LiveEvents events_for(const Name& name);

    live::LiveSessions& live_;
    settings::CurrentSettings& settings_;
    printers::Printers& printers_;
    std::map<Name, Viewer> viewers_;
    Subscription settings_changed_;
    Subscription config_changed_;
};

}  // namespace gantry::fuse::gateway
