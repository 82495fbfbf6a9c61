#include "cloud/live/live.hpp"

#include <tuple>

#include "base/log.hpp"
#include "base/random.hpp"

namespace gantry::cloud::live {
namespace {

constexpr auto log_area = "cloud.live";
constexpr std::size_t max_sdp_bytes = 64 * 1024;
constexpr std::size_t max_candidate_bytes = 1024;
constexpr int max_candidates = 200;

json::object ended(const std::string& request, const SessionId& session, const Error& reason) {
    return {{"type", "live.ended"},
            {"request", request},
            {"session", session.text()},
            {"code", name_of(reason.code)},
            {"detail", reason.detail}};
}

}  // namespace

Live::Live(Executor executor, const printers::Fleet& fleet, gateway::Gateway& gateway, IceOptions ice,
           Limits limits)
    : fleet_(fleet),
      gateway_(gateway),
      ice_(std::move(ice)),
      limits_(limits),
      supervisor_(std::move(executor), log_area) {}

Result<const printers::PrinterView*> Live::admit(const Viewer& viewer, const Start& start) const {
    const auto& member = viewer.member();
    if (!farm::allows(member.grants, farm::permission::printer_camera))
        return fail(Errc::forbidden, "you may not watch cameras; an owner of the store can grant it");
    const auto* view = fleet_.find(member, start.printer);
    if (view == nullptr) return fail(Errc::not_found, "no such printer");
    if (!farm::has_camera(view->printer)) return fail(Errc::unsupported, "this printer has no camera");
    if (!gateway_.online(view->fuse_id)) return fail(Errc::offline, "Fuse offline");
    const auto open =
        std::ranges::count_if(sessions_, [&](const auto& entry) { return entry.second.viewer == &viewer; });
    if (static_cast<std::size_t>(open) >= limits_.sessions_per_viewer)
        return fail(Errc::busy, "this page watches too many cameras already");
    return view;
}

void Live::start(Viewer& viewer, Start start) {
    const auto view = admit(viewer, start);
    if (!view) return viewer.tell(ended(start.request, {}, view.error()));
    const SessionId id(random_id());
    Session session{.id = id,
                    .viewer = &viewer,
                    .request = start.request,
                    .printer = start.printer,
                    .fuse = (*view)->fuse_id,
                    .policy = start.policy};
    session.limit = limit_of(id);
    sessions_.emplace(id, std::move(session));
    const auto servers =
        ice_servers(ice_, viewer.member().id.text(), start.printer.text(), std::chrono::system_clock::now());
    viewer.tell({{"type", "live.ready"},
                 {"request", start.request},
                 {"session", id.text()},
                 {"ice_servers", to_json(servers)}});
    if (!start.sdp.empty()) offer(viewer, id, std::move(start.sdp));
}

Task Live::limit_of(const SessionId& session) {
    return supervisor_.spawn("limit", [this, session]() -> awaitable<void> {
        co_await sleep_for(limits_.answer);
        end(session, {Errc::timeout, "Couldn't connect to the camera after 30s"}, TellFuse::yes);
    });
}

void Live::offer(Viewer& viewer, const SessionId& session, std::string sdp) {
    auto* found = find(viewer, session);
    if (found == nullptr) return;
    if (sdp.empty() || sdp.size() > max_sdp_bytes)
        return end(session, {Errc::malformed, "sdp: not an offer"}, TellFuse::yes);
    found->offered = true;
    const auto now = std::chrono::system_clock::now();
    const farm::gateway::LiveOffer offer{
        .session = session,
        .printer = found->printer,
        .sdp = std::move(sdp),
        .ice_servers = ice_servers(ice_, found->fuse.text(), found->printer.text(), now),
        .policy = found->policy,
        .viewer = viewer.member().name};
    if (const auto sent = gateway_.send(found->fuse, offer); !sent) end(session, sent.error(), TellFuse::no);
}

void Live::candidate(Viewer& viewer, farm::gateway::LiveCandidate candidate) {
    auto* found = find(viewer, candidate.session);
    if (found == nullptr || !found->offered) return;
    if (candidate.candidate.size() > max_candidate_bytes || candidate.mid.size() > max_candidate_bytes ||
        ++found->candidates > max_candidates)
        return;
    std::ignore = gateway_.send(found->fuse, candidate);  // offline ends the session by itself
}

void Live::stop(Viewer& viewer, const SessionId& session) {
    if (find(viewer, session) == nullptr) return;
    end(session, {Errc::cancelled, "stopped"}, TellFuse::yes);
}

void Live::viewer_gone(Viewer& viewer) {
    end_where([&](const Session& session) { return session.viewer == &viewer; },
              {Errc::cancelled, "the page was closed"}, TellFuse::yes);
}

void Live::check_again(Viewer& viewer) {
    const auto& member = viewer.member();
    const auto refused = [&](const Session& session) {
        return session.viewer == &viewer &&
               !fleet_.allows(member, farm::permission::printer_camera, session.printer);
    };
    end_where(refused, {Errc::forbidden, "the permission to watch cameras was taken away"}, TellFuse::yes);
}

void Live::fuse_says(const FuseId& fuse, const farm::gateway::LiveAnswer& answer) {
    auto* found = find(fuse, answer.session);
    if (found == nullptr) {
        // It ended while the Fuse was answering.
        std::ignore = gateway_.send(fuse, farm::gateway::LiveEnd{answer.session, "cancelled", "ended"});
        return;
    }
    found->limit = {};
    found->viewer->tell({{"type", "live.answer"}, {"session", answer.session.text()}, {"sdp", answer.sdp}});
}

void Live::fuse_says(const FuseId& fuse, const farm::gateway::LiveCandidate& candidate) {
    const auto* found = find(fuse, candidate.session);
    if (found == nullptr) return;
    found->viewer->tell({{"type", "live.candidate"},
                         {"session", candidate.session.text()},
                         {"candidate", candidate.candidate},
                         {"mid", candidate.mid}});
}

void Live::fuse_says(const FuseId& fuse, const farm::gateway::LiveQuality& quality) {
    const auto* found = find(fuse, quality.session);
    if (found == nullptr) return;
    found->viewer->tell(
        {{"type", "live.quality"}, {"session", quality.session.text()}, {"slow", quality.slow}});
}

void Live::fuse_says(const FuseId& fuse, const farm::gateway::LiveEnd& end_message) {
    if (find(fuse, end_message.session) == nullptr) return;
    Error reason{Errc::rejected, end_message.detail};
    boost::describe::enum_from_string(end_message.code.c_str(), reason.code);
    if (reason.code == Errc::disabled && reason.detail.empty())
        reason.detail = "Remote camera streaming is disabled";
    end(end_message.session, reason, TellFuse::no);
}

void Live::fuse_gone(const FuseId& fuse) {
    end_where([&](const Session& session) { return session.fuse == fuse; }, {Errc::offline, "Fuse offline"},
              TellFuse::no);
}

void Live::printer_removed(const PrinterId& printer) {
    end_where([&](const Session& session) { return session.printer == printer; },
              {Errc::not_found, "the printer was removed"}, TellFuse::yes);
}

std::vector<farm::gateway::IceServer> Live::servers_for(const FuseId& fuse) const {
    return ice_servers(ice_, fuse.text(), "check-up", std::chrono::system_clock::now());
}

Live::Session* Live::find(const Viewer& viewer, const SessionId& session) {
    const auto found = sessions_.find(session);
    return found != sessions_.end() && found->second.viewer == &viewer ? &found->second : nullptr;
}

Live::Session* Live::find(const FuseId& fuse, const SessionId& session) {
    const auto found = sessions_.find(session);
    return found != sessions_.end() && found->second.fuse == fuse ? &found->second : nullptr;
}

template <class Condition>
void Live::end_where(Condition condition, const Error& reason, TellFuse tell_fuse) {
    std::vector<SessionId> ending;
    for (const auto& [id, session] : sessions_) {
        if (condition(session)) ending.push_back(id);
    }
    for (const auto& id : ending)
        end(id, reason, tell_fuse);
}

void Live::end(const SessionId& session, const Error& reason, TellFuse tell_fuse) {
    const auto found = sessions_.find(session);
    if (found == sessions_.end()) return;
    const auto ending = std::move(found->second);
    sessions_.erase(found);
    if (tell_fuse == TellFuse::yes && ending.offered) {
        const farm::gateway::LiveEnd end{ending.id, std::string(name_of(reason.code)), reason.detail};
        std::ignore = gateway_.send(ending.fuse, end);
    }
    ending.viewer->tell(ended(ending.request, ending.id, reason));
}

}  // namespace gantry::cloud::live
