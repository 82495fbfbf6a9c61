// What a NewPrinter becomes, in place of nothing or of a printer that is here.
#include "base/random.hpp"
#include "fuse/printers/options.hpp"
#include "fuse/printers/printers.hpp"

namespace gantry::fuse::printers {
namespace {

// Stands for what somebody has still to type.
void fill_in_secrets(NewPrinter& wanted, const AddForm& form) {
    for (const auto& field : missing_secrets(form, wanted.access_code, wanted.options)) {
        if (!field.required) continue;
        const Secret any(std::string(std::max<std::size_t>(field.length, 1), '0'));
        (field.option ? wanted.options[field.key] : wanted.access_code) = any;
    }
}

}  // namespace

bool Printers::is_simulated(const std::string& driver) const {
    const auto* found = registry_.find(driver);
    return found != nullptr && found->simulator() != nullptr;
}

Result<PrinterConfig> Printers::meant(const NewPrinter& wanted) const {
    PrinterConfig config{.printer = {.id = farm::PrinterId(random_id()),
                                     .name = wanted.name,
                                     .model = wanted.model,
                                     .serial = wanted.serial,
                                     .driver = wanted.driver},
                         .address = wanted.address,
                         .ports = wanted.ports,
                         .access_code = wanted.access_code,
                         .fingerprint = wanted.fingerprint,
                         .switches = wanted.camera_switches};
    if (registry_.find(wanted.driver) == nullptr) return fail(Errc::malformed, "no driver of this name");
    if (auto taken = apply(wanted.options, form(wanted.driver), config); !taken)
        return std::unexpected(taken.error());
    return config;
}

Result<PrinterConfig> Printers::config_of(const NewPrinter& wanted) const {
    auto made = meant(wanted);
    if (!made) return made;
    auto& config = *made;
    if (is_simulated(wanted.driver))
        config.simulation = Simulation{.nozzle_mm = wanted.nozzle_mm, .ams_units = wanted.ams_units};
    if (auto fine = check(config); !fine) return std::unexpected(fine.error());
    return made;
}

Result<PrinterConfig> Printers::added(const NewPrinter& wanted, const Others& others) const {
    auto config = config_of(wanted);
    if (!config) return config;
    if (wanted.serial.empty() && !config->simulation)
        return fail(Errc::malformed, "the serial number is missing");
    auto* driver = registry_.find(wanted.driver);
    if (auto completed = driver->complete(*config); !completed) return std::unexpected(completed.error());
    if (auto room = check_room(*config, *driver, others); !room) return std::unexpected(room.error());
    return config;
}

Result<> Printers::could_add(NewPrinter wanted) const {
    fill_in_secrets(wanted, form(wanted.driver));
    const auto config = added(wanted, everybody());
    return config ? Result<>{} : std::unexpected(config.error());
}

Result<PrinterConfig> Printers::overwritten(const PrinterConfig& known, const NewPrinter& wanted,
                                            const Others& others) const {
    auto config = known;
    config.printer.name = wanted.name;
    if (!wanted.model.empty()) config.printer.model = wanted.model;
    if (!known.simulation) {
        config.address = wanted.address;
        config.ports = wanted.ports;
    }
    if (!wanted.access_code.empty()) config.access_code = wanted.access_code;
    config.options.clear();
    if (auto taken = apply(wanted.options, form(known.printer.driver), config); !taken)
        return std::unexpected(taken.error());
    if (wanted.fingerprint) config.fingerprint = wanted.fingerprint;
    config.switches = wanted.camera_switches;
    if (auto fine = check(config); !fine) return std::unexpected(fine.error());
    if (auto completed = registry_.find(config.printer.driver)->complete(config); !completed)
        return std::unexpected(completed.error());
    if (auto is_free = check_address_is_free(config, others); !is_free)
        return std::unexpected(is_free.error());
    return config;
}

Result<> Printers::could_overwrite(const farm::PrinterId& id, NewPrinter wanted) const {
    const auto* session = find(id);
    if (session == nullptr) return fail(Errc::not_found, "no such printer");
    const auto config = overwritten(session->config(), wanted, everybody());
    return config ? Result<>{} : std::unexpected(config.error());
}

Result<PrinterConfig> Printers::taken(const Incoming& incoming, const Others& others) const {
    if (!incoming.in_place_of) return added(incoming.printer, others);
    const auto* session = find(*incoming.in_place_of);
    if (session == nullptr) return fail(Errc::not_found, "this printer was deleted meanwhile");
    return overwritten(session->config(), incoming.printer, others);
}

awaitable<Result<std::vector<Result<>>>> Printers::take(std::vector<Incoming> all) {
    const auto turn = co_await one_at_a_time_.enter();
    std::vector<PrinterConfig> configs;
    configs.reserve(all.size());
    std::vector<Result<>> outcomes;
    auto others = everybody();
    for (const auto& incoming : all) {
        auto config = taken(incoming, others);
        outcomes.push_back(config ? Result<>{} : std::unexpected(config.error()));
        if (!config) continue;
        configs.push_back(*std::move(config));
        const auto same = std::ranges::find(others, configs.back().printer.id,
                                            [](const PrinterConfig* other) { return other->printer.id; });
        if (same == others.end()) {
            others.push_back(&configs.back());
        } else {
            *same = &configs.back();
        }
    }
    if (auto saved = co_await store_.save_printers(configs); !saved) co_return std::unexpected(saved.error());
    co_await use(std::move(configs));
    co_return outcomes;
}

}  // namespace gantry::fuse::printers
