#include "fuse/backup/compare.hpp"

#include <algorithm>

#include "fuse/printers/options.hpp"

namespace gantry::fuse::backup {
namespace {

std::string ports_text(const printers::Ports& ports) {
    const auto text = [](std::uint16_t port) { return port == 0 ? "standard" : std::to_string(port); };
    return "MQTT " + text(ports.mqtt) + ", FTPS " + text(ports.ftps) + ", camera " + text(ports.camera);
}

std::string switches_text(const printers::CameraSwitches& switches) {
    if (!switches.camera_enabled) return "off";
    std::string text = "on";
    if (!switches.snapshots_enabled) text += ", no snapshots";
    if (!switches.remote_stream_enabled) text += ", no remote stream";
    return text;
}

Secret typed(const printers::NewPrinter& wanted, const printers::Field& field) {
    if (!field.option) return wanted.access_code;
    const auto found = wanted.options.find(field.key);
    return found == wanted.options.end() ? Secret() : found->second;
}

Secret known(const printers::PrinterConfig& here, const printers::Field& field) {
    if (!field.option) return here.access_code;
    const auto found = here.secrets.find(field.key);
    return found == here.secrets.end() ? Secret() : found->second;
}

}  // namespace

const printers::PrinterSession* find_alike(const printers::Printers& printers,
                                           const printers::NewPrinter& wanted) {
    const auto found = std::ranges::find_if(printers.all(), [&](const auto& session) {
        const auto& printer = session->config().printer;
        return !wanted.serial.empty() && printer.serial == wanted.serial && printer.driver == wanted.driver;
    });
    return found == printers.all().end() ? nullptr : found->get();
}

bool repeats_an_earlier_one(const std::vector<printers::NewPrinter>& all, std::size_t number) {
    const auto& one = all[number];
    return !one.serial.empty() &&
           std::any_of(
               all.begin(), all.begin() + static_cast<std::ptrdiff_t>(number),
               [&](const auto& other) { return other.serial == one.serial && other.driver == one.driver; });
}

std::vector<Difference> differences(const printers::PrinterConfig& here, const printers::NewPrinter& wanted,
                                    const printers::AddForm& form) {
    std::vector<Difference> found;
    const auto compare = [&found](const char* what, const std::string& ours, const std::string& theirs) {
        if (ours != theirs) found.push_back({what, ours, theirs});
    };
    compare("Printer Name", here.printer.name, wanted.name);
    if (!wanted.model.empty()) compare("Model", here.printer.model, wanted.model);
    if (!here.simulation) {
        compare("IP Address", here.address, wanted.address);
        compare("Ports", ports_text(here.ports), ports_text(wanted.ports));
        for (const auto& field : form.fields) {
            const auto theirs = typed(wanted, field);
            if (field.kind != printers::FieldKind::secret) {
                if (field.option) compare(field.label.c_str(), option(here, field.key), theirs.reveal());
            } else if (!theirs.empty() && theirs != known(here, field)) {
                found.push_back({.what = field.label});
            }
        }
        if (wanted.fingerprint && here.fingerprint && wanted.fingerprint != here.fingerprint)
            found.push_back({.what = "Certificate"});
    }
    compare("Camera", switches_text(here.switches), switches_text(wanted.camera_switches));
    return found;
}

}  // namespace gantry::fuse::backup
