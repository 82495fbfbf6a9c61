#include "fuse/printer_cameras.hpp"

#include "fuse/camera_rules.hpp"

namespace gantry::fuse {
PrinterCameras::PrinterCameras(Executor executor, WorkerPool& pool, const cameras::Registry& registry,
                               printers::Printers& printers, settings::CurrentSettings& settings,
                               live::LiveSessions& live)
    : supervisor_(std::move(executor), "fuse.cameras"),
      pool_(pool),
      registry_(registry),
      printers_(printers),
      settings_(settings),
      live_(live),
      list_changed_(printers.list_changed().subscribe([this] { follow_list(); })),
      config_changed_(printers.config_changed().subscribe([this](const farm::PrinterId& id) { follow(id); })),
      settings_changed_(settings.changed().subscribe([this] { follow_rules(); })) {
    follow_list();
}

void PrinterCameras::follow_list() {
    for (const auto& session : printers_.all()) {
        const auto& printer = session->config().printer;
        if (farm::has_camera(printer) && !cameras_.contains(printer.id)) open(*session);
    }
}

void PrinterCameras::follow(const farm::PrinterId& id) {
    const auto found = cameras_.find(id);
    if (found == cameras_.end()) return;
    auto& camera = found->second;
    const auto* session = printers_.find(id);
    // Of another kind, or none any more: what is here instead is opened with the list.
    if (session == nullptr || session->config().printer.camera != camera.place.kind) return close(id);
    const bool moved = std::exchange(camera.place, place_of(*session)) != camera.place;
    if (follow_rules(id, camera)) return;
    if (moved || camera.feed->status().state != cameras::FeedState::streaming) camera.feed->reconnect();
}

void PrinterCameras::follow_rules() {
    for (auto& [id, camera] : cameras_)
        follow_rules(id, camera);
}

bool PrinterCameras::follow_rules(const farm::PrinterId& id, Camera& camera) {
    const bool allowed = may_open(id).has_value();
    if (std::exchange(camera.allowed, allowed) == allowed) return false;
    camera.feed->reconnect();
    changed_.tell(id);
    return true;
}

Result<> PrinterCameras::may_open(const farm::PrinterId& id) const {
    const auto* session = printers_.find(id);
    if (session == nullptr) return fail(Errc::not_found, "no such printer");
    return may_use(CameraUse::open, settings_.get(), session->config().switches);
}

PrinterCameras::Place PrinterCameras::place_of(const printers::PrinterSession& session) {
    const auto& config = session.config();
    return {config.printer.camera, config.address, config.ports.camera, session.camera()};
}

void PrinterCameras::open(const printers::PrinterSession& session) {
    const auto& config = session.config();
    const auto id = config.printer.id;
    auto feed = std::make_shared<cameras::CameraFeed>(supervisor_.executor(), pool_, config.printer.name,
                                                      [this, id] { return make_source(id); });
    if (const auto before = closing_.find(id); before != closing_.end()) feed->succeed(*before->second);
    auto watch = feed->watch([this, id](const cameras::FeedStatus&) { changed_.tell(id); });
    live_.add(id, *feed, registry_.pictures(config.printer.camera));
    cameras_.emplace(id,
                     Camera{place_of(session), std::move(feed), std::move(watch), may_open(id).has_value()});
}

void PrinterCameras::close(const farm::PrinterId& id) {
    live_.remove(id);
    const auto feed = cameras_.at(id).feed;
    cameras_.erase(id);
    closing_.insert_or_assign(id, feed);
    supervisor_.run("close camera", [this, id, feed] { return end(id, feed); });
}

awaitable<void> PrinterCameras::end(farm::PrinterId id, std::shared_ptr<cameras::CameraFeed> feed) {
    co_await feed->stop();
    const auto found = closing_.find(id);
    if (found != closing_.end() && found->second == feed) closing_.erase(found);
}

Result<std::unique_ptr<cameras::CameraSource>> PrinterCameras::make_source(const farm::PrinterId& id) const {
    if (auto allowed = may_open(id); !allowed) return std::unexpected(allowed.error());
    const auto* session = printers_.find(id);
    const auto& config = session->config();
    auto access = session->camera();
    cameras::CameraTarget target{.host = config.address,
                                 .port = config.ports.camera,
                                 .server_name = config.printer.serial,
                                 .url = std::move(access.url),
                                 .user = std::move(access.user),
                                 .access_code = std::move(access.password),
                                 .verify = net::tls::expect(config.printer.serial, config.fingerprint),
                                 .pool = &pool_,
                                 .subject = [this, id] { return subject(id); }};
    return registry_.make(config.printer.camera, std::move(target));
}

cameras::Subject PrinterCameras::subject(const farm::PrinterId& id) const {
    const auto* session = printers_.find(id);
    return session == nullptr ? cameras::Subject{}
                              : cameras::Subject{session->config().printer, session->state()};
}

Result<std::shared_ptr<cameras::CameraFeed>> PrinterCameras::find(const farm::PrinterId& id) const {
    if (printers_.find(id) == nullptr) return fail(Errc::not_found, "no such printer");
    const auto found = cameras_.find(id);
    if (found == cameras_.end()) return fail(Errc::unsupported, "this printer has no camera");
    if (auto allowed = may_open(id); !allowed) return std::unexpected(allowed.error());
    return found->second.feed;
}

const cameras::CameraFeed* PrinterCameras::known(const farm::PrinterId& id) const {
    const auto found = cameras_.find(id);
    return found == cameras_.end() ? nullptr : found->second.feed.get();
}

awaitable<void> PrinterCameras::stop() {
    // At the same time: each camera may take its half second to answer the goodbye.
    std::vector<Task> closing;
    closing.reserve(cameras_.size());
    for (const auto& [id, camera] : std::exchange(cameras_, {})) {
        live_.remove(id);
        if (auto last = camera.feed->last_picture()) last_.emplace(id, *std::move(last));
        closing.push_back(supervisor_.spawn("close camera", [feed = camera.feed] { return feed->stop(); }));
    }
    for (auto& task : closing)
        co_await task.join();
    co_await supervisor_.stop();
}

void PrinterCameras::take_over(Pictures last) {
    for (auto& [id, picture] : last) {
        const auto found = cameras_.find(id);
        if (found != cameras_.end()) found->second.feed->recall(std::move(picture));
    }
}

}  // namespace gantry::fuse
