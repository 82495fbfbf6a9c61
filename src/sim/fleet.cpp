#include "sim/fleet.hpp"

#include <boost/asio/ip/address_v4.hpp>
#include <map>

#include "base/private_file.hpp"

namespace gantry::sim {
namespace {

constexpr std::array states{"IDLE", "PREPARE", "RUNNING", "PAUSE", "FINISH", "FAILED"};
constexpr unsigned max_printers = 500;

}  // namespace

json::object describe(SimulatedPrinter& printer) {
    const auto& model = printer.model();
    const auto& ports = printer.ports();
    const auto& state = printer.machine().state();
    json::object description{
        {"name", printer.name()},
        {"model", model.key},
        {"model_code", model.code},
        {"serial", printer.serial()},
        {"address", printer.address()},
        {"access_code", printer.access_code().reveal()},
        {"ports", {{"mqtt", ports.mqtt}, {"ftps", ports.ftps}, {"camera", ports.camera}}},
        {"camera", model.camera == CameraKind::jpeg ? "jpeg" : "rtsps"},
        {"storage", printer.storage().string()},
        {"running", printer.running()},
        {"state", states[static_cast<std::size_t>(state.gcode_state)]},
        {"percent", state.percent}};
    if (!printer.files_missing().empty()) description["files_missing"] = printer.files_missing();
    return description;
}

Result<std::string> loopback_address(const std::string& first, unsigned steps) {
    ErrorCode error;
    auto address = asio::ip::make_address_v4(first, error);
    const auto is_host = [](asio::ip::address_v4 a) {
        return (a.to_uint() & 0xff) != 0 && (a.to_uint() & 0xff) != 255;
    };
    if (error || !is_host(address)) return fail(Errc::malformed, first + " is not an address for a printer");
    for (unsigned i = 0; i < steps; ++i) {
        do {
            address = asio::ip::address_v4(address.to_uint() + 1);
        } while (!is_host(address));
    }
    if (!address.is_loopback()) return fail(Errc::malformed, "simulated printers live on 127.0.0.0/8 only");
    return address.to_string();
}

Result<std::unique_ptr<Fleet>> Fleet::make(Executor executor, FleetSettings settings) {
    const auto count = settings.count == 0 ? static_cast<unsigned>(settings.models.size()) : settings.count;
    if (settings.models.empty() || count > max_printers) return fail(Errc::malformed, "1 to 500 printers");
    auto fleet = std::make_unique<Fleet>();
    try {
        make_private_folder(settings.folder);
        const Authority authority(settings.folder);
        std::map<std::string, unsigned> made;
        for (unsigned i = 0; i < count; ++i) {
            auto spec = settings.printer;
            spec.model = settings.models[i % settings.models.size()];
            const auto model = find_model(spec.model);
            if (!model) return std::unexpected(model.error());
            const auto address = loopback_address(settings.first_address, i);
            if (!address) return std::unexpected(address.error());
            spec.address = *address;
            spec.serial = serial_of(**model, ++made[spec.model]);
            spec.folder = settings.folder / spec.serial;
            fleet->printers_.push_back(
                std::make_unique<SimulatedPrinter>(executor, authority, std::move(spec)));
        }
    } catch (const std::exception& e) {
        return fail(Errc::storage, e.what());
    }
    return fleet;
}

awaitable<Result<>> Fleet::start() {
    for (auto& printer : printers_) {
        auto started = co_await printer->start();
        if (!started) co_return fail(started.error().code, printer->name() + ": " + started.error().detail);
    }
    co_return Result<>{};
}

awaitable<void> Fleet::stop() {
    for (auto& printer : printers_)
        co_await printer->stop();
}

}  // namespace gantry::sim
