#include "fuse/live/sessions.hpp"

#include <boost/asio/post.hpp>
#include <thread>

#include "base/log.hpp"
#include "base/random.hpp"

namespace gantry::fuse::live {

class LiveSessions::Impl : public std::enable_shared_from_this<Impl> {
public:
    Impl(Executor executor, WorkerPool& pool, rtc::Engine& engine, StreamOptions options)
        : executor_(std::move(executor)), pool_(pool), engine_(engine), options_(std::move(options)) {
        if (!options_.places)
            options_.places = std::make_shared<Places>(std::max(1u, std::thread::hardware_concurrency()));
    }

    void add(const farm::PrinterId& printer, cameras::CameraFeed& feed, cameras::Pictures pictures);
    void remove(const farm::PrinterId& printer, const Error& reason);
    void remove_all(const Error& reason);
    Result<SessionId> open(LiveRequest request, LiveEvents events);
    rtc::Viewer* viewer(const SessionId& id);
    void end(const SessionId& id, Error reason);
    std::size_t end_if(const std::function<bool(const LiveSession&)>& ends, const Error& reason);
    std::vector<LiveSession> list() const;
    std::size_t size() const { return sessions_.size(); }
    Signal<farm::PrinterId>& changed() { return changed_; }
    StreamCounters counters(const farm::PrinterId& printer) const {
        const auto found = cameras_.find(printer);
        return found == cameras_.end() ? StreamCounters{} : found->second.stream->counters();
    }

private:
    struct Session {
        LiveSession facts;
        LiveEvents events;
        std::shared_ptr<LiveStream> stream;
        std::unique_ptr<rtc::Viewer> viewer;
    };
    struct Camera {
        std::shared_ptr<LiveStream> stream;
        cameras::FeedWatch watch;
    };

    rtc::ViewerEvents events_for(const SessionId& id);
    void connected(const SessionId& id);
    void camera_changed(const farm::PrinterId& printer, const cameras::FeedStatus& status);
    void report_camera(const SessionId& id);

    // Calls one of a session's events, on our thread and only while the session is there.
    template <class Event, class... Args>
    void tell(const SessionId& id, Event LiveEvents::* event, Args... args) {
        const auto found = sessions_.find(id);
        if (found == sessions_.end() || !(found->second.events.*event)) return;
        const auto call = found->second.events.*event;  // a copy: the callback may end the session
        call(std::move(args)...);
    }

    Executor executor_;
    WorkerPool& pool_;
    rtc::Engine& engine_;
    StreamOptions options_;
    std::map<farm::PrinterId, Camera> cameras_;
    std::map<SessionId, Session> sessions_;
    Signal<farm::PrinterId> changed_;
};

void LiveSessions::Impl::add(const farm::PrinterId& printer, cameras::CameraFeed& feed,
                             cameras::Pictures pictures) {
    remove(printer, {Errc::offline, "The printer's camera was changed."});
    Camera camera;
    camera.stream = std::make_shared<LiveStream>(executor_, pool_, engine_, feed, pictures, options_);
    camera.watch = feed.watch([weak = weak_from_this(), printer](const cameras::FeedStatus& status) {
        if (const auto self = weak.lock()) self->camera_changed(printer, status);
    });
    cameras_.insert_or_assign(printer, std::move(camera));
}

void LiveSessions::Impl::remove(const farm::PrinterId& printer, const Error& reason) {
    auto camera = cameras_.extract(printer);
    if (camera.empty()) return;
    end_if([&](const LiveSession& session) { return session.printer == printer; }, reason);
    camera.mapped().stream->close();
}

void LiveSessions::Impl::remove_all(const Error& reason) {
    while (!cameras_.empty())
        remove(farm::PrinterId(cameras_.begin()->first), reason);
}

Result<SessionId> LiveSessions::Impl::open(LiveRequest request, LiveEvents events) {
    if (request.allow == Allow::no)
        return fail(Errc::disabled, "Live view is switched off in the camera settings.");
    const auto camera = cameras_.find(request.printer);
    if (camera == cameras_.end()) return fail(Errc::not_found, "There is no such camera.");
    const auto stream = camera->second.stream;
    const SessionId id(random_id());
    auto viewer = stream->open(std::move(request.rtc), events_for(id));
    if (!viewer) return std::unexpected(std::move(viewer.error()));
    LiveSession facts{.id = id,
                      .printer = request.printer,
                      .viewer = std::move(request.viewer),
                      .way = request.way,
                      .opened_at = std::chrono::system_clock::now(),
                      .stats = {}};
    sessions_.emplace(id, Session{std::move(facts), std::move(events), stream, std::move(*viewer)});
    log::debug("fuse.live", "{}: a viewer joins, {} in all", request.printer.text(), stream->viewers());
    asio::post(executor_, [weak = weak_from_this(), id] {
        if (const auto self = weak.lock()) self->report_camera(id);
    });
    changed_.tell(request.printer);
    return id;
}

// A camera that had failed before this viewer came.
void LiveSessions::Impl::report_camera(const SessionId& id) {
    const auto found = sessions_.find(id);
    if (found == sessions_.end()) return;
    const auto status = found->second.stream->camera();
    if (status.state == cameras::FeedState::failed) tell(id, &LiveEvents::on_camera_failed, *status.error);
}

void LiveSessions::Impl::camera_changed(const farm::PrinterId& printer, const cameras::FeedStatus& status) {
    const bool failed = status.state == cameras::FeedState::failed && status.error;
    if (!failed && status.state != cameras::FeedState::streaming) return;
    for (const auto& session : list()) {
        if (session.printer != printer) continue;
        if (failed) {
            tell(session.id, &LiveEvents::on_camera_failed, *status.error);
        } else {
            tell(session.id, &LiveEvents::on_camera_plays);
        }
    }
}

// The engine calls these on its own thread, where they only post.
rtc::ViewerEvents LiveSessions::Impl::events_for(const SessionId& id) {
    auto forward = [weak = weak_from_this(), executor = executor_](auto action) {
        asio::post(executor, [weak, action = std::move(action)] {
            if (const auto self = weak.lock()) action(*self);
        });
    };
    rtc::ViewerEvents events;
    events.on_answer = [forward, id](std::string sdp) {
        forward([id, sdp = std::move(sdp)](Impl& self) { self.tell(id, &LiveEvents::on_answer, sdp); });
    };
    events.on_candidate = [forward, id](std::string candidate, std::string mid) {
        forward([id, candidate = std::move(candidate), mid = std::move(mid)](Impl& self) {
            self.tell(id, &LiveEvents::on_candidate, candidate, mid);
        });
    };
    events.on_gathering_done = [forward, id] {
        forward([id](Impl& self) { self.tell(id, &LiveEvents::on_gathering_done); });
    };
    events.on_connected = [forward, id] { forward([id](Impl& self) { self.connected(id); }); };
    events.on_slow = [forward, id](bool slow) {
        forward([id, slow](Impl& self) { self.tell(id, &LiveEvents::on_slow, slow); });
    };
    events.on_closed = [forward, id](Error reason) {
        forward([id, reason = std::move(reason)](Impl& self) { self.end(id, reason); });
    };
    return events;
}

void LiveSessions::Impl::connected(const SessionId& id) {
    const auto found = sessions_.find(id);
    if (found == sessions_.end()) return;
    const auto printer = found->second.facts.printer;
    tell(id, &LiveEvents::on_connected);
    changed_.tell(printer);
}

rtc::Viewer* LiveSessions::Impl::viewer(const SessionId& id) {
    const auto found = sessions_.find(id);
    return found == sessions_.end() ? nullptr : found->second.viewer.get();
}

void LiveSessions::Impl::end(const SessionId& id, Error reason) {
    auto session = sessions_.extract(id);
    if (session.empty()) return;
    session.mapped().viewer.reset();
    session.mapped().stream->viewer_left();
    const auto printer = session.mapped().facts.printer;
    log::debug("fuse.live", "{}: a viewer leaves: {}", printer.text(), reason.detail);
    // Posted: whoever closes a session does not expect to be called back from within.
    asio::post(executor_, [events = std::move(session.mapped().events), reason = std::move(reason)] {
        if (events.on_closed) events.on_closed(reason);
    });
    changed_.tell(printer);
}

std::size_t LiveSessions::Impl::end_if(const std::function<bool(const LiveSession&)>& ends,
                                       const Error& reason) {
    std::size_t count = 0;
    for (const auto& session : list()) {
        if (!ends(session)) continue;
        end(session.id, reason);
        ++count;
    }
    return count;
}

std::vector<LiveSession> LiveSessions::Impl::list() const {
    std::vector<LiveSession> all;
    for (const auto& [id, session] : sessions_) {
        all.push_back(session.facts);
        all.back().stats = session.viewer->stats();
    }
    return all;
}

LiveSessions::LiveSessions(Executor executor, WorkerPool& pool, rtc::Engine& engine, StreamOptions options)
    : impl_(std::make_shared<Impl>(std::move(executor), pool, engine, std::move(options))) {}

LiveSessions::~LiveSessions() {
    impl_->remove_all({Errc::cancelled, "Gantry is shutting down."});
}

void LiveSessions::add(const farm::PrinterId& printer, cameras::CameraFeed& feed,
                       cameras::Pictures pictures) {
    impl_->add(printer, feed, pictures);
}

void LiveSessions::remove(const farm::PrinterId& printer) {
    impl_->remove(printer, {Errc::offline, "The printer was removed."});
}

Result<SessionId> LiveSessions::open(LiveRequest request, LiveEvents events) {
    return impl_->open(std::move(request), std::move(events));
}

void LiveSessions::add_candidate(const SessionId& id, std::string candidate) {
    if (auto* viewer = impl_->viewer(id)) viewer->add_remote_candidate(std::move(candidate));
}

void LiveSessions::close(const SessionId& id) {
    impl_->end(id, {Errc::cancelled, "The live view was closed."});
}

void LiveSessions::close_all(const farm::PrinterId& printer) {
    close_if([&](const LiveSession& session) { return session.printer == printer; });
}

std::size_t LiveSessions::close_if(const std::function<bool(const LiveSession&)>& ends) {
    return impl_->end_if(ends, {Errc::cancelled, "The live view was closed."});
}

std::vector<LiveSession> LiveSessions::list() const {
    return impl_->list();
}

std::size_t LiveSessions::size() const {
    return impl_->size();
}

Signal<farm::PrinterId>& LiveSessions::changed() {
    return impl_->changed();
}

StreamCounters LiveSessions::counters(const farm::PrinterId& printer) const {
    return impl_->counters(printer);
}

}  // namespace gantry::fuse::live
