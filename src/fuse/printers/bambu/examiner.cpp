#include "fuse/printers/bambu/examiner.hpp"

#include "bambu/camera/framing.hpp"
#include "bambu/doctor/announcement.hpp"
#include "bambu/doctor/printer_check.hpp"
#include "fuse/printers/bambu/storage.hpp"

namespace gantry::fuse::printers::bambu {
namespace {

namespace lab = gantry::bambu;
namespace doctor = lab::doctor;

constexpr std::uint16_t mqtt_port = 8883;
constexpr std::uint16_t rtsps_port = 322;

std::uint16_t camera_port_of(const PrinterConfig& config) {
    if (!farm::has_camera(config.printer)) return 0;
    if (config.ports.camera != 0) return config.ports.camera;
    return config.printer.camera == "rtsp" ? rtsps_port : lab::camera::port;
}

doctor::PrinterTarget target_of(const Examination& examination) {
    const auto& config = examination.config;
    const auto* model = lab::model_by_name(config.printer.model);
    return {.address = config.address,
            .mqtt_port = config.ports.mqtt != 0 ? config.ports.mqtt : mqtt_port,
            .ftps_port = config.ports.ftps != 0 ? config.ports.ftps : ftps_port,
            .camera_port = examination.with_camera ? camera_port_of(config) : std::uint16_t{0},
            .serial = config.printer.serial,
            .access_code = config.access_code,
            .fingerprint = config.fingerprint,
            .model = model != nullptr ? model : lab::model_by_serial(config.printer.serial)};
}

// A connection that stands answers for port, certificate and code: printers take few clients.
std::optional<doctor::Standing> standing_of(const Examination& examination) {
    const auto& state = examination.state;
    if (state.connection != farm::Connection::online) return std::nullopt;
    doctor::Standing standing{.seen = "Fuse is connected to it.", .storage = storage_of(state.storage)};
    const auto* model = target_of(examination).model;
    if (state.developer_mode_off)
        standing.developer_mode = false;
    else if (model != nullptr && model->processor != lab::Processor::esp)
        standing.developer_mode = true;
    return standing;
}

class BambuExaminer final : public Examiner {
public:
    std::vector<Checkup::Plan> plan(const Examination& examination) const override {
        return doctor::printer_plan(target_of(examination), scope_of(examination));
    }

    awaitable<void> examine(std::shared_ptr<Checkup> checkup, Examination examination) const override {
        auto target = target_of(examination);
        doctor::PrinterProbes probes{.connection = [examination] { return standing_of(examination); },
                                     .camera_is_open = examination.camera_is_open,
                                     .camera = examination.look_through_camera};
        probes.announcement = [serial = target.serial, address = target.address,
                               listen = examination.listen] {
            return doctor::listen_for(serial, address, listen);
        };
        co_await doctor::check_printer(std::move(checkup), std::move(target), std::move(probes),
                                       *examination.pool, examination.stop);
    }

private:
    static doctor::Scope scope_of(const Examination& examination) {
        return examination.scope == Scope::camera ? doctor::Scope::camera : doctor::Scope::everything;
    }
};

}  // namespace

std::unique_ptr<Examiner> examiner() {
    return std::make_unique<BambuExaminer>();
}

}  // namespace gantry::fuse::printers::bambu
