// Live video's signalling: which page watches which printer, and the messages between them. No media passes
// here. A session ends at once when the page goes, the permission is taken, the printer or its Fuse is gone.
// Owned by the program; the event loop only.
#pragma once

#include <map>

#include "base/supervisor.hpp"
#include "cloud/gateway/gateway.hpp"
#include "cloud/live/turn.hpp"

namespace gantry::cloud::live {

using farm::PrinterId;
using farm::gateway::IcePolicy;
using farm::gateway::SessionId;

// A page that may watch. Outlives its sessions: it calls viewer_gone before it ends.
class Viewer {
public:
    virtual ~Viewer() = default;
    virtual const accounts::Member& member() const = 0;
    virtual void tell(const json::object& event) = 0;
};

struct Start {
    std::string request;  // the page's own mark
    PrinterId printer;
    IcePolicy policy = IcePolicy::all;
    std::string sdp;  // may be here already, to save a round trip
};
BOOST_DESCRIBE_STRUCT(Start, (), (request, printer, policy, sdp))

struct Limits {
    std::chrono::milliseconds answer{30'000};
    std::size_t sessions_per_viewer = 128;
};

class Live final : public gateway::Watcher, public printers::Watcher {
public:
    Live(Executor executor, const printers::Fleet& fleet, gateway::Gateway& gateway, IceOptions ice,
         Limits limits = {});

    // What a page says. Refusals are told to the page as live.ended.
    void start(Viewer& viewer, Start start);
    void offer(Viewer& viewer, const SessionId& session, std::string sdp);
    void candidate(Viewer& viewer, farm::gateway::LiveCandidate candidate);
    void stop(Viewer& viewer, const SessionId& session);
    void viewer_gone(Viewer& viewer);
    // After the viewer's permissions have changed.
    void check_again(Viewer& viewer);
    // For the sessions that follow.
    void offer_servers(IceOptions ice) { ice_ = std::move(ice); }
    // What a Fuse may try to reach for itself, by a credential of its own.
    std::vector<farm::gateway::IceServer> servers_for(const FuseId& fuse) const;
    std::size_t sessions() const { return sessions_.size(); }

    void fuse_says(const FuseId& fuse, const farm::gateway::LiveAnswer& answer) override;
    void fuse_says(const FuseId& fuse, const farm::gateway::LiveCandidate& candidate) override;
    void fuse_says(const FuseId& fuse, const farm::gateway::LiveQuality& quality) override;
    void fuse_says(const FuseId& fuse, const farm::gateway::LiveEnd& end) override;
    void fuse_gone(const FuseId& fuse) override;
    void printers_changed(const StoreId&) override {}
    void printer_changed(const StoreId&, const printers::PrinterView&, const json::object&) override {}
    void camera_changed(const StoreId&, const printers::PrinterView&) override {}
    void printer_removed(const PrinterId& printer) override;
    void tags_changed(const StoreId&, const printers::TagsOfPrinters&) override {}  // the hub asks again

private:
    struct Session {
        SessionId id;
        Viewer* viewer = nullptr;
        std::string request;
        PrinterId printer;
        FuseId fuse;
        IcePolicy policy = IcePolicy::all;
        bool offered = false;
        int candidates = 0;  // from the page
        Task limit;
    };
    enum class TellFuse { yes, no };

    // Errors: forbidden, not_found, unsupported (no camera), offline, busy.
    Result<const printers::PrinterView*> admit(const Viewer& viewer, const Start& start) const;
    Session* find(const Viewer& viewer, const SessionId& session);
    Session* find(const FuseId& fuse, const SessionId& session);
    void end(const SessionId& session, const Error& reason, TellFuse tell_fuse);
    template <class Condition>
    void end_where(Condition condition, const Error& reason, TellFuse tell_fuse);
    Task limit_of(const SessionId& session);

    const printers::Fleet& fleet_;
    gateway::Gateway& gateway_;
    IceOptions ice_;
    Limits limits_;
    Supervisor supervisor_;
    std::map<SessionId, Session> sessions_;
};

void add_routes(net::http::Router& router, const Live& live);

}  // namespace gantry::cloud::live
