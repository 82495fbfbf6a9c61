// The connections of all Fuses (api/gateway.yaml). Feeds the fleet, carries requests to a Fuse and its
// answers back. Owned by the program; the event loop only.
#pragma once

#include <map>
#include <memory>
#include <set>

#include "base/heap.hpp"
#include "base/supervisor.hpp"
#include "cloud/gateway/notes.hpp"
#include "cloud/printers/fleet.hpp"
#include "farm/command.hpp"
#include "farm/gateway/messages.hpp"
#include "net/http/router.hpp"
#include "net/websocket/connection.hpp"

namespace gantry::cloud::gateway {

using farm::gateway::Message;

// Told what a Fuse says about live sessions, and when it is gone. Called on the event loop.
class Watcher {
public:
    virtual ~Watcher() = default;
    virtual void fuse_says(const FuseId& fuse, const farm::gateway::LiveAnswer& answer) = 0;
    virtual void fuse_says(const FuseId& fuse, const farm::gateway::LiveCandidate& candidate) = 0;
    virtual void fuse_says(const FuseId& fuse, const farm::gateway::LiveQuality& quality) = 0;
    virtual void fuse_says(const FuseId& fuse, const farm::gateway::LiveEnd& end) = 0;
    virtual void fuse_gone(const FuseId& fuse) = 0;
};

// Where pictures go and what is said about them. Called on the event loop.
class PictureDesk {
public:
    virtual ~PictureDesk() = default;
    virtual farm::gateway::UploadGrant grant(const fuses::Device& device,
                                             const farm::gateway::UploadRequest& request) = 0;
    virtual void fuse_says(const FuseId& fuse, const farm::gateway::Snapshot& snapshot) = 0;
    virtual void fuse_says(const FuseId& fuse, const farm::gateway::CameraSettings& settings) = 0;
};

// Told what a Fuse says about check-ups, and when it is gone. Called on the event loop.
class CheckWatcher {
public:
    virtual ~CheckWatcher() = default;
    virtual void fuse_says(const FuseId& fuse, const farm::gateway::CheckReport& report) = 0;
    virtual void fuse_gone(const FuseId& fuse) = 0;
};

struct Limits {
    std::chrono::milliseconds hello{10'000};
    std::chrono::milliseconds reply{15'000};
    std::chrono::milliseconds slow_reply{75'000};  // to a command that takes its time (farm::is_slow)
    std::size_t histories = 16;                    // that one Fuse is asked for at a time
    // A Fuse that says more than this many messages a second is listened to more slowly; a thousand printers
    // that all print say two thousand.
    double messages_per_second = 2'500;
};

class Gateway {
public:
    Gateway(Executor executor, storage::Database& database, printers::Fleet& fleet, Limits limits = {});
    ~Gateway();

    void watch(Watcher* watcher) { watcher_ = watcher; }
    void watch(CheckWatcher* watcher) { check_watcher_ = watcher; }
    void give_pictures_to(PictureDesk* desk) { pictures_ = desk; }

    // One Fuse's connection, until it ends.
    awaitable<void> serve(fuses::Device device, std::unique_ptr<net::websocket::Connection> connection);

    bool online(const FuseId& fuse) const { return links_.contains(fuse); }
    std::size_t connected() const { return links_.size(); }
    // Since the start.
    struct Counts {
        std::uint64_t received = 0;
        std::uint64_t sent = 0;
    };
    const Counts& messages() const { return counts_; }
    // Errors: offline.
    Result<> send(const FuseId& fuse, const Message& message);
    // Errors: offline, timeout, and what the Fuse answered.
    awaitable<Result<>> command(FuseId fuse, farm::PrinterId printer, farm::Command command);
    // The last hour of one of its printers, which nobody but the Fuse keeps. Errors: offline, timeout, busy
    // (it is asked for many), too_large, and what the Fuse answered.
    awaitable<Result<farm::TemperatureColumns>> history(FuseId fuse, farm::PrinterId printer);
    // Ends what it still writes. After the connections have ended.
    awaitable<void> stop() { return notes_.stop(); }
    // Revoked: says goodbye and forgets its printers.
    void cut(const FuseId& fuse);

private:
    struct Link;
    struct Pending;
    struct PendingHistory;

    awaitable<Result<farm::gateway::Hello>> greet(const fuses::Device& device,
                                                  net::websocket::Connection& connection);
    awaitable<void> listen(std::shared_ptr<Link> link);
    void handle(const std::shared_ptr<Link>& link, Message message);
    void handle_history(const FuseId& fuse, farm::gateway::History history);
    void handle_picture(const std::shared_ptr<Link>& link, const Message& message);
    void replace_printers(const std::shared_ptr<Link>& link, farm::gateway::Printers printers);
    void say(net::websocket::Connection& connection, const Message& message);
    void goodbye(net::websocket::Connection& connection, std::string code, std::string detail);
    // What was asked on a connection that is no more finds its end.
    void end_what_was_asked(const FuseId& fuse);
    void disconnected(const std::shared_ptr<Link>& link);

    Executor executor_;
    heap::Trimmer trimmer_;  // thousands of Fuses come and go at once
    printers::Fleet& fleet_;
    Limits limits_;
    Watcher* watcher_ = nullptr;
    CheckWatcher* check_watcher_ = nullptr;
    PictureDesk* pictures_ = nullptr;
    Notes notes_;
    Counts counts_;
    std::map<FuseId, std::shared_ptr<Link>> links_;  // shared with serve(), which may be replaced meanwhile
    std::set<FuseId> revoked_;                       // one that is greeted right now must not slip in
    std::map<std::string, std::shared_ptr<Pending>> pending_;  // by command id; shared with command()
    std::map<std::string, std::shared_ptr<PendingHistory>> histories_;  // by request; shared with history()
};

void add_routes(net::http::Router& router, Gateway& gateway);

}  // namespace gantry::cloud::gateway
