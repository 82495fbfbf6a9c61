#include "fuse/printer_cameras.hpp"

namespace gantry::fuse {
namespace {

constexpr auto cameras_off = "Cameras are switched off in the settings of this Fuse";

}  // namespace

PrinterCameras::PrinterCameras(Executor executor, WorkerPool& pool, const cameras::Registry& registry,
                               printers::Printers& printers, settings::CurrentSettings& settings,
                               live::LiveSessions& live)
    : supervisor_(std::move(executor), "fuse.cameras"),
      pool_(pool),
      registry_(registry),
      printers_(printers),
      settings_(settings),
      live_(live),
      enabled_(settings.get().cameras_enabled),
      list_changed_(printers.list_changed().subscribe([this] { follow_list(); })),
      config_changed_(printers.config_changed().subscribe([this](const farm::PrinterId& id) { follow(id); })),
      settings_changed_(settings.changed().subscribe([this] {
          if (enabled_ == settings_.get().cameras_enabled) return;
          enabled_ = settings_.get().cameras_enabled;
          for (const auto& [id, camera] : cameras_) {
              camera.feed->reconnect();
              changed_.tell(id);
          }
      })) {
    follow_list();
}

void PrinterCameras::follow_list() {
    for (const auto& session : printers_.all()) {
        const auto& config = session->config();
        if (config.printer.camera != farm::CameraKind::none && !cameras_.contains(config.printer.id))
            open(config);
    }
}

void PrinterCameras::follow(const farm::PrinterId& id) {
    const auto found = cameras_.find(id);
    if (found == cameras_.end()) return;
    if (printers_.find(id) == nullptr) {
        close(id);
    } else if (found->second.feed->status().state != cameras::FeedState::streaming) {
        found->second.feed->reconnect();
    }
}

void PrinterCameras::open(const printers::PrinterConfig& config) {
    const auto id = config.printer.id;
    auto feed = std::make_shared<cameras::CameraFeed>(supervisor_.executor(), pool_, config.printer.name,
                                                      [this, id] { return make_source(id); });
    auto watch = feed->watch([this, id](const cameras::FeedStatus&) { changed_.tell(id); });
    live_.add(id, *feed, config.printer.camera);
    cameras_.emplace(id, Camera{std::move(feed), std::move(watch)});
}

void PrinterCameras::close(const farm::PrinterId& id) {
    live_.remove(id);
    const auto feed = cameras_.at(id).feed;
    cameras_.erase(id);
    supervisor_.run("close camera", [feed] { return feed->stop(); });
}

Result<std::unique_ptr<cameras::CameraSource>> PrinterCameras::make_source(const farm::PrinterId& id) const {
    const auto* session = printers_.find(id);
    if (session == nullptr) return fail(Errc::not_found, "no such printer");
    if (!settings_.get().cameras_enabled) return fail(Errc::disabled, cameras_off);
    const auto& config = session->config();
    cameras::CameraTarget target{.host = config.address,
                                 .port = config.ports.camera,
                                 .server_name = config.printer.serial,
                                 .access_code = config.access_code,
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
    if (!settings_.get().cameras_enabled) return fail(Errc::disabled, cameras_off);
    return found->second.feed;
}

const cameras::CameraFeed* PrinterCameras::known(const farm::PrinterId& id) const {
    const auto found = cameras_.find(id);
    return found == cameras_.end() ? nullptr : found->second.feed.get();
}

awaitable<void> PrinterCameras::stop() {
    while (!cameras_.empty()) {
        const auto id = cameras_.begin()->first;
        const auto feed = cameras_.begin()->second.feed;
        live_.remove(id);
        cameras_.erase(id);
        co_await feed->stop();
    }
    co_await supervisor_.stop();
}

}  // namespace gantry::fuse
