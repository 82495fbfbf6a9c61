// The camera of every printer that has one: one CameraFeed each, following its printer's address, pin and
// removal, and what is allowed (camera_rules.hpp). Live sessions know them from here. Owned by the program;
// the loop's thread only.
#pragma once

#include <map>
#include <memory>

#include "base/worker_pool.hpp"
#include "fuse/cameras/feed.hpp"
#include "fuse/cameras/registry.hpp"
#include "fuse/live/sessions.hpp"
#include "fuse/printers/printers.hpp"
#include "fuse/settings/settings.hpp"

namespace gantry::fuse {

class PrinterCameras {
public:
    PrinterCameras(Executor executor, WorkerPool& pool, const cameras::Registry& registry,
                   printers::Printers& printers, settings::CurrentSettings& settings,
                   live::LiveSessions& live);

    // Errors: not_found (no such printer), unsupported (no camera), disabled (by a switch). Shared with
    // whoever waits for a picture of a printer that is removed meanwhile.
    Result<std::shared_ptr<cameras::CameraFeed>> find(const farm::PrinterId& id) const;
    // Null when there is none; whatever is allowed.
    const cameras::CameraFeed* known(const farm::PrinterId& id) const;
    awaitable<void> stop();

    // For a start without an end: after stop() one gives away the last picture of each camera, and its
    // successor shows those until newer ones come.
    using Pictures = std::map<farm::PrinterId, cameras::Frame>;
    Pictures hand_over() { return std::exchange(last_, {}); }
    void take_over(Pictures last);

    // The state of a camera has changed.
    Signal<farm::PrinterId>& changed() { return changed_; }

private:
    // Where it is looked for; whoever reads it elsewhere must let go.
    struct Place {
        std::string kind;
        std::string address;
        std::uint16_t port = 0;
        printers::CameraAccess access;
        friend bool operator==(const Place&, const Place&) = default;
    };
    struct Camera {
        Place place;
        std::shared_ptr<cameras::CameraFeed> feed;
        cameras::FeedWatch watch;
        bool allowed = true;  // to be opened
    };
    void follow_list();
    void follow(const farm::PrinterId& id);
    void follow_rules();
    // Whether that has changed something.
    bool follow_rules(const farm::PrinterId& id, Camera& camera);
    Result<> may_open(const farm::PrinterId& id) const;
    static Place place_of(const printers::PrinterSession& session);
    void open(const printers::PrinterSession& session);
    void close(const farm::PrinterId& id);
    awaitable<void> end(farm::PrinterId id, std::shared_ptr<cameras::CameraFeed> feed);
    Result<std::unique_ptr<cameras::CameraSource>> make_source(const farm::PrinterId& id) const;
    cameras::Subject subject(const farm::PrinterId& id) const;

    Supervisor supervisor_;
    WorkerPool& pool_;
    const cameras::Registry& registry_;
    printers::Printers& printers_;
    settings::CurrentSettings& settings_;
    live::LiveSessions& live_;
    std::map<farm::PrinterId, Camera> cameras_;
    // Of a printer whose camera is of another kind now, or that comes back at once: still at the camera.
    std::map<farm::PrinterId, std::shared_ptr<cameras::CameraFeed>> closing_;
    Pictures last_;  // when they were stopped
    Signal<farm::PrinterId> changed_;
    Subscription list_changed_;
    Subscription config_changed_;
    Subscription settings_changed_;
};

}  // namespace gantry::fuse
