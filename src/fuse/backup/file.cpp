#include "fuse/backup/file.hpp"

#include "base/json.hpp"
#include "base/passphrase.hpp"
#include "fuse/printers/fingerprint.hpp"
#include "fuse/printers/options.hpp"

namespace gantry::fuse::backup {
namespace {

using printers::NewPrinter;
using printers::PrinterConfig;

constexpr auto format_name = "gantry-fuse-printers";
constexpr std::int64_t format_version = 1;
constexpr std::size_t max_text_bytes = 4000;  // of a member: what is shown of it has its own bounds
constexpr JsonLimits limits{.max_bytes = max_file_bytes, .max_depth = 8};

struct Head {
    std::string format;
    std::int64_t version = 0;
    std::string host_name;
    std::string software;
    std::int64_t made_at = 0;
    std::optional<SealedText> sealed;
};
BOOST_DESCRIBE_STRUCT(Head, (), (format, version, host_name, software, made_at, sealed))

// One printer, without its secrets, which are written where they are sealed only.
struct Entry {
    std::string driver = "bambu";
    std::string name;
    std::string model;
    std::string serial;
    std::string address;
    printers::Ports ports;
    std::map<std::string, std::string> options;
    std::string fingerprint;
    printers::CameraSwitches camera_switches;
    double nozzle_mm = printers::Simulation{}.nozzle_mm;
    int ams_units = printers::Simulation{}.ams_units;
};
BOOST_DESCRIBE_STRUCT(Entry, (),
                      (driver, name, model, serial, address, ports, options, fingerprint, camera_switches,
                       nozzle_mm, ams_units))

struct Secrets {
    Secret access_code;
    std::map<std::string, Secret> secrets;  // of the driver's own fields
};
BOOST_DESCRIBE_STRUCT(Secrets, (), (access_code, secrets))

json::object entry_of(const PrinterConfig& config) {
    const auto& printer = config.printer;
    Entry entry{.driver = printer.driver,
                .name = printer.name,
                .model = printer.model,
                .serial = printer.serial,
                .address = config.address,
                .ports = config.ports,
                .options = config.options,
                .fingerprint = printers::text_of(config.fingerprint),
                .camera_switches = config.switches};
    if (config.simulation) {
        entry.nozzle_mm = config.simulation->nozzle_mm;
        entry.ams_units = config.simulation->ams_units;
    }
    return to_json(entry).as_object();
}

Result<> check_length(std::string_view member, const std::string& text) {
    if (text.size() <= max_text_bytes) return {};
    return fail(Errc::too_large, std::string(member) + ": longer than any that Fuse writes");
}

void add_secrets(json::object& entry, const PrinterConfig& config) {
    entry["access_code"] = config.access_code.reveal();
    json::object secrets;
    for (const auto& [key, secret] : config.secrets)
        secrets[key] = secret.reveal();
    entry["secrets"] = std::move(secrets);
}

// Open and secret ones: the form tells them apart again.
Result<printers::TypedOptions> options_of(Entry& entry, Secrets& secrets) {
    printers::TypedOptions all = std::move(secrets.secrets);
    for (auto& [key, text] : entry.options)
        all.try_emplace(key, std::move(text));
    if (all.size() > printers::max_options)
        return fail(Errc::too_large, "options: more than any that Fuse writes");
    for (const auto& [key, value] : all)
        for (const auto* text : {&key, &value.reveal()})
            if (auto fine = check_length("options", *text); !fine) return std::unexpected(fine.error());
    return all;
}

Result<NewPrinter> printer_of(const json::value& value) {
    auto entry = from_json<Entry>(value);
    if (!entry) return std::unexpected(entry.error());
    auto secrets = from_json<Secrets>(value);
    if (!secrets) return std::unexpected(secrets.error());
    const std::pair<const char*, const std::string*> texts[] = {
        {"driver", &entry->driver},
        {"name", &entry->name},
        {"model", &entry->model},
        {"serial", &entry->serial},
        {"address", &entry->address},
        {"fingerprint", &entry->fingerprint},
        {"access_code", &secrets->access_code.reveal()}};
    for (const auto& [member, text] : texts)
        if (auto fine = check_length(member, *text); !fine) return std::unexpected(fine.error());
    auto options = options_of(*entry, *secrets);
    if (!options) return std::unexpected(options.error());
    return NewPrinter{.driver = entry->driver,
                      .name = entry->name,
                      .address = entry->address,
                      .model = entry->model,
                      .serial = entry->serial,
                      .access_code = secrets->access_code,
                      .ports = entry->ports,
                      .options = *std::move(options),
                      .nozzle_mm = entry->nozzle_mm,
                      .ams_units = entry->ams_units,
                      .fingerprint = printers::fingerprint_of(entry->fingerprint),
                      .camera_switches = entry->camera_switches};
}

Result<std::vector<NewPrinter>> printers_of(const json::value& body) {
    const auto* list = body.is_object() ? body.get_object().if_contains("printers") : nullptr;
    if (list == nullptr || !list->is_array())
        return fail(Errc::malformed, "the file has no list of printers");
    const auto& entries = list->get_array();
    if (entries.size() > max_entries)
        return fail(Errc::too_large, fmt::format("the file has {} printers; Fuse takes at most {}",
                                                 entries.size(), max_entries));
    std::vector<NewPrinter> found;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto printer = printer_of(entries[i]);
        if (!printer)
            return fail(printer.error().code,
                        fmt::format("printer {} of the file: {}", i + 1, printer.error().detail));
        found.push_back(std::move(*printer));
    }
    return found;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

Result<json::value> parse(std::string_view text) {
    if (text.size() > max_file_bytes)
        return fail(Errc::too_large,
                    fmt::format("a backup has at most {} MB and this file has {:.1f}: it is none",
                                max_file_bytes >> 20, static_cast<double>(text.size()) / 1e6));
    const auto content = trimmed(text);
    if (content.empty()) return fail(Errc::malformed, "the file is empty");
    auto value = parse_json(content, limits);
    if (value && value->is_object()) return value;
    if (content.front() == '{' && content.back() != '}')
        return fail(Errc::malformed, "the file is not whole, its end is missing: copy it once more");
    return fail(Errc::malformed, "this is not a file of Export Configuration, or it is damaged");
}

Result<Head> head_of(const json::value& value) {
    const auto* name = value.get_object().if_contains("format");
    if (name == nullptr || *name != format_name)
        return fail(Errc::unsupported, "this file was not written by Export Configuration of Fuse");
    // The version before everything else: a newer one may have changed what follows.
    const auto* version = value.get_object().if_contains("version");
    if (version != nullptr && version->is_int64() && version->get_int64() > format_version)
        return fail(Errc::unsupported,
                    fmt::format("the file comes from a newer Fuse (format {}, this one reads {}): update "
                                "this Fuse first",
                                version->get_int64(), format_version));
    auto head = from_json<Head>(value);
    if (!head) return head;
    if (head->version != format_version) return fail(Errc::malformed, "version: not one that ever was");
    return head;
}

Result<json::value> unsealed(const SealedText& sealed, const Secret& passphrase) {
    if (passphrase.empty())
        return fail(Errc::malformed,
                    "passphrase: the file is sealed; type the passphrase that it was exported with");
    auto text = open_with(passphrase, sealed);
    if (!text && text.error().code == Errc::rejected)
        return fail(Errc::rejected,
                    "passphrase: it does not open the file; type the one that it was exported with");
    if (!text) return std::unexpected(text.error());
    return parse_json(text->reveal(), limits);
}

}  // namespace

std::string write(const Origin& origin, const std::vector<PrinterConfig>& printers, const Secret& passphrase,
                  HashCost cost) {
    json::array entries;
    for (const auto& config : printers) {
        auto entry = entry_of(config);
        if (!passphrase.empty()) add_secrets(entry, config);
        entries.push_back(std::move(entry));
    }
    json::object file{{"format", format_name},
                      {"version", format_version},
                      {"host_name", origin.host_name},
                      {"software", origin.software},
                      {"made_at", origin.made_at}};
    if (passphrase.empty()) {
        file["printers"] = std::move(entries);
    } else {
        const json::object inside{{"printers", std::move(entries)}};
        file["sealed"] = to_json(seal_with(passphrase, Secret(to_text(inside)), cost));
    }
    return to_text(file) + "\n";
}

Result<Contents> read(std::string_view text, const Secret& passphrase) {
    auto value = parse(text);
    if (!value) return std::unexpected(value.error());
    auto head = head_of(*value);
    if (!head) return std::unexpected(head.error());
    Contents contents{.origin = {head->host_name, head->software, head->made_at},
                      .sealed = head->sealed.has_value()};
    if (head->sealed) value = unsealed(*head->sealed, passphrase);
    if (!value) return std::unexpected(value.error());
    auto printers = printers_of(*value);
    if (!printers) return std::unexpected(printers.error());
    contents.printers = std::move(*printers);
    return contents;
}

}  // namespace gantry::fuse::backup
