// Check-ups of cameras that pages ask for and Fuses make. Owned by the program; the event loop only.
#pragma once

#include <map>

#include "base/supervisor.hpp"
#include "cloud/gateway/gateway.hpp"
#include "cloud/live/live.hpp"
#include "cloud/live/turn.hpp"

namespace gantry::cloud::doctor {

using farm::PrinterId;
using live::Viewer;

struct Start {
    std::string request;  // the page's own mark
    PrinterId printer;
};
BOOST_DESCRIBE_STRUCT(Start, (), (request, printer))

struct Limits {
    std::chrono::milliseconds whole{60'000};
    std::size_t checks_per_viewer = 4;
};

class Checks final : public gateway::CheckWatcher {
public:
    Checks(Executor executor, const printers::Fleet& fleet, gateway::Gateway& gateway, live::IceOptions ice,
           Limits limits = {});

    // The page hears check.ready with its STUN and TURN servers, then check.report with each finding, or
    // check.ended with why there is none (forbidden, not_found, offline, busy, timeout).
    void start(Viewer& viewer, Start start);
    void viewer_gone(Viewer& viewer);
    // After the viewer's permissions have changed.
    void check_again(Viewer& viewer);
    std::size_t size() const { return checks_.size(); }
    // For the checks that follow.
    void offer_servers(live::IceOptions ice) { ice_ = std::move(ice); }

    void fuse_says(const FuseId& fuse, const farm::gateway::CheckReport& report) override;
    void fuse_gone(const FuseId& fuse) override;

private:
    struct Check {
        Viewer* viewer = nullptr;
        std::string request;
        PrinterId printer;
        FuseId fuse;
        Task limit;
    };
    Result<FuseId> admit(const Viewer& viewer, const Start& start) const;
    void end(const std::string& id, const Error& reason);
    template <class Condition>
    void end_where(Condition condition, const Error& reason);

    const printers::Fleet& fleet_;
    gateway::Gateway& gateway_;
    live::IceOptions ice_;
    Limits limits_;
    Supervisor supervisor_;
    std::map<std::string, Check> checks_;  // by the id that the Fuse is told
};

}  // namespace gantry::cloud::doctor
