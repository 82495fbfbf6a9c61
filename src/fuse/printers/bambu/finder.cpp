#include "fuse/printers/bambu/finder.hpp"

#include "bambu/discovery/announcement.hpp"
#include "bambu/discovery/identify.hpp"
#include "fuse/printers/bambu/access.hpp"

namespace gantry::fuse::printers::bambu {
namespace {

namespace lab = gantry::bambu;

farm::NetworkMode mode_of(lab::Mode mode) {
    switch (mode) {
        case lab::Mode::unknown:
            return farm::NetworkMode::unknown;
        case lab::Mode::lan_only:
            return farm::NetworkMode::lan_only;
        case lab::Mode::cloud:
            return farm::NetworkMode::cloud;
    }
    return farm::NetworkMode::unknown;
}

}  // namespace

AddForm BambuFinder::form() const {
    AddForm form{.title = "Bambu Lab",
                 .preparation =
                     "The printer needs both LAN Mode and Developer Mode, set on its own screen under "
                     "Settings → Network.",
                 .fields = {},
                 .failures = {{std::string(name_of(Errc::unauthorized)), "Wrong code"},
                              {std::string(name_of(Errc::rejected)), "Developer Mode is off"}}};
    form.fields.push_back({.key = "model",
                           .kind = FieldKind::choice,
                           .label = "Model",
                           .choices = {"X1 Carbon", "X1", "P1P", "P1S", "A1 Mini", "A1", "Other"}});
    form.fields.push_back({.key = "serial", .kind = FieldKind::serial, .label = "Device Serial Number"});
    form.fields.push_back({.key = "access_code",
                           .kind = FieldKind::secret,
                           .label = "Access Code",
                           .hint = "8 digits, on the printer’s screen beside LAN Mode",
                           .required = true,
                           .length = 8});
    return form;
}

std::vector<std::uint16_t> BambuFinder::scan_ports() const {
    return {lab::mqtt_port};
}

Result<Notice> BambuFinder::recognise(const net::ssdp::Message& message, const std::string& sender) const {
    auto found = lab::announcement_of(message, sender);
    if (!found) return std::unexpected(found.error());
    return Notice{.sighting = {.driver = "bambu",
                               .serial = std::move(found->serial),
                               .address = std::move(found->address),
                               .model = std::move(found->model),
                               .name = std::move(found->name),
                               .firmware = std::move(found->firmware),
                               .mode = mode_of(found->mode),
                               .announced = true},
                  .leaving = found->leaving};
}

std::optional<net::ssdp::Message> BambuFinder::search(std::uint16_t port) const {
    return lab::search(port);
}

awaitable<Result<Access>> BambuFinder::try_access(PrinterConfig config) const {
    return bambu::try_access(std::move(config));
}

}  // namespace gantry::fuse::printers::bambu
