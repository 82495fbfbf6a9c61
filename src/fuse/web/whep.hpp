// Who watches a camera by WHEP: from the answer until a while after the end, so that a page can ask why.
// Owned by the program, beside the server; the loop's thread only.
#pragma once

#include <map>
#include <memory>

#include "base/signal.hpp"
#include "fuse/live/sessions.hpp"
#include "fuse/patience.hpp"

namespace gantry::fuse::web {

enum class WatchState { connecting, connected, ended };
BOOST_DESCRIBE_ENUM(WatchState, connecting, connected, ended)

struct WatchView {
    WatchState state = WatchState::connecting;
    std::optional<farm::Problem> problem;
};

struct WatchStarted {
    std::string session;
    std::string answer_sdp;
};

struct Viewer {
    std::string name;                   // for lists
    std::shared_ptr<Signal<>> revoked;  // tells when they may watch no longer; may be null
};

class Whep {
public:
    Whep(Executor executor, live::LiveSessions& live);

    // Errors: those of LiveSessions::open, timeout, and why the session ended before its answer.
    awaitable<Result<WatchStarted>> watch(farm::PrinterId printer, std::string offer_sdp, Viewer viewer);
    // Candidates of an SDP fragment (RFC 8840). Errors: not_found.
    Result<> trickle(const farm::PrinterId& printer, const std::string& session, std::string_view fragment);
    Result<WatchView> view(const farm::PrinterId& printer, const std::string& session) const;
    Result<> stop(const farm::PrinterId& printer, const std::string& session);

private:
    struct Watch {
        explicit Watch(const Executor& executor) : news(executor, asio::steady_timer::time_point::max()) {}
        farm::PrinterId printer;
        live::SessionId id;
        WatchView view;
        std::optional<std::string> answer_sdp;
        Patience patience;
        std::chrono::steady_clock::time_point ended_at;
        Subscription revoked;
        asio::steady_timer news;  // expires never: cancelled at the answer and at the end
    };
    // Shared with the events of its session, which may come after it was forgotten.
    using WatchPtr = std::shared_ptr<Watch>;

    live::LiveEvents events_for(const WatchPtr& watch);
    std::function<void()> revoke(const WatchPtr& watch);
    void end(Watch& watch, const Error& reason);
    void forget_old();
    WatchPtr find(const farm::PrinterId& printer, const std::string& session) const;

    Executor executor_;
    live::LiveSessions& live_;
    std::map<std::string, WatchPtr> watches_;
};

}  // namespace gantry::fuse::web
