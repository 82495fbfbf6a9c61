#include "fuse/printers/bambu/driver.hpp"

#include "bambu/discovery/identify.hpp"
#include "bambu/models.hpp"
#include "fuse/printers/actions.hpp"
#include "fuse/printers/bambu/finder.hpp"
#include "fuse/printers/bambu/link.hpp"
#include "fuse/printers/bambu/replay.hpp"

namespace gantry::fuse::printers::bambu {
namespace {

namespace lab = gantry::bambu;

std::string camera_of(const lab::Model* model) {
    switch (model == nullptr ? lab::Camera::none : model->camera) {
        case lab::Camera::none:
            return farm::no_camera;
        case lab::Camera::jpeg:
            return "bambu_jpeg";
        case lab::Camera::rtsp:
            return "rtsp";
    }
    return farm::no_camera;
}

class BambuDriver final : public Driver {
public:
    explicit BambuDriver(Limits limits) : limits_(limits) {}

    std::string name() const override { return "bambu"; }

    awaitable<Result<Identity>> identify(PrinterConfig config) override {
        const auto port = config.ports.mqtt != 0 ? config.ports.mqtt : lab::mqtt_port;
        auto found = co_await lab::identify(std::move(config.address), port);
        if (!found) co_return std::unexpected(found.error());
        Identity identity{found->serial, found->model};
        co_return identity;
    }

    Result<> complete(PrinterConfig& config) const override {
        if (!lab::is_serial(config.printer.serial))
            return fail(Errc::malformed, "a serial number has 15 digits and capital letters");
        if (config.access_code.empty()) return fail(Errc::malformed, "the access code is missing");
        // The model that a person chose wins: serial prefixes are known for some revisions only.
        const auto* model = lab::model_by_name(config.printer.model);
        if (model == nullptr) model = lab::model_by_serial(config.printer.serial);
        config.printer.model = model != nullptr ? std::string(model->name) : "Other";
        config.printer.camera = camera_of(model);
        return {};
    }

    farm::Limits limits(const farm::Printer& printer) const override { return limits_of(printer.model); }

    std::unique_ptr<PrinterLink> make_link(Executor executor, PrinterConfig config,
                                           LinkListener& listener) override {
        return std::make_unique<BambuLink>(std::move(executor), std::move(config), listener, dials_, limits_);
    }

    std::unique_ptr<Replay> make_replay(const PrinterConfig& config) const override {
        return bambu::make_replay(config.printer);
    }

    const Finder* finder() const override { return &finder_; }

private:
    Limits limits_;
    BambuFinder finder_;
    Dials dials_;
};

}  // namespace

std::unique_ptr<Driver> driver(Limits limits) {
    return std::make_unique<BambuDriver>(limits);
}

}  // namespace gantry::fuse::printers::bambu
