#include "fuse/gateway/remote_viewers.hpp"

#include "fuse/camera_rules.hpp"
#include "fuse/gateway/ice_servers.hpp"

namespace gantry::fuse::gateway {
namespace {

namespace wire = farm::gateway;

wire::LiveEnd end_message(const wire::SessionId& session, const Error& reason) {
    return {session, std::string(name_of(reason.code)), reason.detail};
}

}  // namespace

RemoteViewers::RemoteViewers(live::LiveSessions& live, settings::CurrentSettings& settings,
                             printers::Printers& printers)
    : live_(live),
      settings_(settings),
      printers_(printers),
      settings_changed_(settings.changed().subscribe([this] { end_what_is_not_allowed(); })),
      config_changed_(printers.config_changed().subscribe(
          [this](const farm::PrinterId&) { end_what_is_not_allowed(); })) {}

// A printer that is not here has no switches of its own: whoever opens it says that it is not here.
Result<> RemoteViewers::allowed(const farm::PrinterId& printer) const {
    const auto* session = printers_.find(printer);
    const auto own = session == nullptr ? printers::CameraSwitches{} : session->config().switches;
    return may_use(CameraUse::remote_stream, settings_.get(), own);
}

void RemoteViewers::end_what_is_not_allowed() {
    std::vector<std::pair<Name, Error>> ended;
    for (const auto& [name, viewer] : viewers_)
        if (auto fine = allowed(viewer.printer); !fine) ended.emplace_back(name, fine.error());
    for (const auto& [name, reason] : ended)
        end_with(name, reason);
}

void RemoteViewers::offer(wire::LiveOffer offer, Send send) {
    if (auto fine = allowed(offer.printer); !fine) {
        send(end_message(offer.session, fine.error()));
        return;
    }
    if (viewers_.contains(offer.session)) {
        send(end_message(offer.session, {Errc::conflict, "this session exists already"}));
        return;
    }
    live::LiveRequest request{.printer = offer.printer, .viewer = offer.viewer, .way = live::Way::cloud};
    request.rtc.offer_sdp = std::move(offer.sdp);
    request.rtc.ice_servers = ice_servers_of(offer.ice_servers);
    request.rtc.policy =
        offer.policy == wire::IcePolicy::relay ? rtc::IcePolicy::relay_only : rtc::IcePolicy::all;
    auto opened = live_.open(std::move(request), events_for(offer.session));
    if (!opened) {
        send(end_message(offer.session, opened.error()));
        return;
    }
    viewers_.emplace(offer.session, Viewer{*opened, offer.printer, std::move(send), {}});
}

live::LiveEvents RemoteViewers::events_for(const Name& name) {
    const auto tell = [this, name](const wire::Message& message) {
        if (const auto found = viewers_.find(name); found != viewers_.end()) found->second.send(message);
    };
    return {.on_answer = [tell, name](std::string sdp) { tell(wire::LiveAnswer{name, std::move(sdp)}); },
            .on_candidate =
                [tell, name](std::string candidate, std::string mid) {
                    tell(wire::LiveCandidate{name, std::move(candidate), std::move(mid)});
                },
            .on_gathering_done = [tell, name] { tell(wire::LiveCandidate{name, "", ""}); },
            .on_connected =
                [this, name] {
                    if (const auto found = viewers_.find(name); found != viewers_.end())
                        found->second.patience.connected();
                },
            .on_camera_failed =
                [this, name](Error reason) {
                    const auto found = viewers_.find(name);
                    if (found != viewers_.end() && found->second.patience.ends_with(reason))
                        end_with(name, reason);
                },
            .on_camera_plays =
                [this, name] {
                    if (const auto found = viewers_.find(name); found != viewers_.end())
                        found->second.patience.pictures_come();
                },
            .on_slow = [tell, name](bool slow) { tell(wire::LiveQuality{name, slow}); },
            .on_closed = [this, name](Error reason) { end_with(name, reason); }};
}

void RemoteViewers::end_with(const Name& name, const Error& reason) {
    const auto found = viewers_.find(name);
    if (found == viewers_.end()) return;
    const auto viewer = std::move(found->second);
    viewers_.erase(found);
    viewer.send(end_message(name, reason));
    live_.close(viewer.id);
}

void RemoteViewers::candidate(const wire::LiveCandidate& candidate) {
    const auto found = viewers_.find(candidate.session);
    if (found != viewers_.end() && !candidate.candidate.empty())
        live_.add_candidate(found->second.id, candidate.candidate);
}

void RemoteViewers::end(const wire::LiveEnd& end) {
    const auto found = viewers_.find(end.session);
    if (found == viewers_.end()) return;
    const auto id = found->second.id;
    viewers_.erase(found);
    live_.close(id);
}

void RemoteViewers::end_all() {
    const auto viewers = std::exchange(viewers_, {});
    for (const auto& [name, viewer] : viewers)
        live_.close(viewer.id);
}

}  // namespace gantry::fuse::gateway
