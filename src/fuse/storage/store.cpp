#include "fuse/storage/store.hpp"

#include "base/json.hpp"
#include "fuse/printers/fingerprint.hpp"
#include "fuse/storage/database.hpp"
#include "fuse/storage/folder.hpp"

namespace gantry::fuse::storage {

using printers::PrinterConfig;

namespace {

// Of the driver's own fields; sealed as a whole.
struct Options {
    std::map<std::string, std::string> open;
    std::map<std::string, Secret> secret;
};
BOOST_DESCRIBE_STRUCT(Options, (), (open, secret))

std::string sealed_options(const PrinterConfig& config, const Vault& vault) {
    if (config.options.empty() && config.secrets.empty()) return "";
    json::object secret;
    for (const auto& [key, value] : config.secrets)
        secret[key] = value.reveal();
    const json::object all{{"open", to_json(config.options)}, {"secret", std::move(secret)}};
    return vault.seal(Secret(to_text(all)));
}

Result<Options> options_of(const std::string& sealed, const Vault& vault) {
    if (sealed.empty()) return Options{};
    const auto opened = vault.open(sealed);
    if (!opened) return std::unexpected(opened.error());
    return parse_as<Options>(opened->reveal());
}

Result<PrinterConfig> printer_of(const soci::row& row, const Vault& vault) {
    PrinterConfig config;
    config.printer.id = farm::PrinterId(row.get<std::string>("id"));
    config.printer.name = row.get<std::string>("name");
    config.printer.driver = row.get<std::string>("driver");
    config.printer.model = row.get<std::string>("model");
    config.printer.serial = row.get<std::string>("serial");
    config.printer.camera = row.get<std::string>("camera");
    config.address = row.get<std::string>("address");
    if (auto ports = parse_as<printers::Ports>(row.get<std::string>("ports"))) config.ports = *ports;
    auto code = vault.open(row.get<std::string>("access_code"));
    if (!code) return std::unexpected(code.error());
    config.access_code = std::move(*code);
    auto options = options_of(row.get<std::string>("options"), vault);
    if (!options) return std::unexpected(options.error());
    config.options = std::move(options->open);
    config.secrets = std::move(options->secret);
    config.fingerprint = printers::fingerprint_of(row.get<std::string>("fingerprint"));
    if (auto switches = parse_as<printers::CameraSwitches>(row.get<std::string>("camera_switches")))
        config.switches = *switches;
    if (const auto text = row.get<std::string>("simulation"); !text.empty()) {
        auto simulation = parse_as<printers::Simulation>(text);
        if (!simulation) return std::unexpected(simulation.error());
        config.simulation = std::move(*simulation);
    }
    if (auto plate = parse_as<printers::Plate>(row.get<std::string>("plate")))
        config.plate = std::move(*plate);
    return config;
}

void save(soci::session& session, const Vault& vault, const PrinterConfig& config) {
    const auto& printer = config.printer;
    const auto id = printer.id.text();
    const auto ports = to_text(to_json(config.ports));
    const auto code = vault.seal(config.access_code);
    const auto options = sealed_options(config, vault);
    const auto fingerprint = printers::text_of(config.fingerprint);
    const auto switches = to_text(to_json(config.switches));
    const auto simulation = config.simulation ? to_text(to_json(*config.simulation)) : "";
    const auto plate = to_text(to_json(config.plate));
    session
        << "INSERT INTO printers (id, name, driver, model, serial, camera, address, ports, access_code, "
           "options, fingerprint, camera_switches, simulation, plate) VALUES (:id, :name, :driver, :model, "
           ":serial, :camera, :address, :ports, :code, :options, :fingerprint, :switches, :simulation, "
           ":plate) "
           "ON CONFLICT (id) DO UPDATE SET name = excluded.name, driver = excluded.driver, "
           "model = excluded.model, serial = excluded.serial, camera = excluded.camera, "
           "address = excluded.address, ports = excluded.ports, access_code = excluded.access_code, "
           "options = excluded.options, fingerprint = excluded.fingerprint, camera_switches = "
           "excluded.camera_switches",
        soci::use(id), soci::use(printer.name), soci::use(printer.driver), soci::use(printer.model),
        soci::use(printer.serial), soci::use(printer.camera), soci::use(config.address), soci::use(ports),
        soci::use(code), soci::use(options), soci::use(fingerprint), soci::use(switches),
        soci::use(simulation), soci::use(plate);
}

}  // namespace

Store::Store(const std::string& folder) {
    create_folder(folder);
    database_ = std::make_unique<Database>(folder);
}

Store::~Store() = default;

Result<std::vector<PrinterConfig>> Store::load_printers() {
    try {
        std::vector<PrinterConfig> printers;
        const soci::rowset<soci::row> rows = database_->session.prepare
                                             << "SELECT * FROM printers ORDER BY position";
        for (const auto& row : rows) {
            auto printer = printer_of(row, database_->vault);
            if (!printer) return std::unexpected(printer.error());
            printers.push_back(std::move(*printer));
        }
        return printers;
    } catch (const std::exception& e) {
        return std::unexpected(describe_failure(e));
    }
}

Result<std::optional<Secret>> Store::load_record(const std::string& name) {
    try {
        std::string sealed;
        database_->session << "SELECT value FROM records WHERE name = :name", soci::use(name),
            soci::into(sealed);
        if (!database_->session.got_data()) return std::optional<Secret>();
        auto opened = database_->vault.open(sealed);
        if (!opened) return std::unexpected(opened.error());
        return std::optional(std::move(*opened));
    } catch (const std::exception& e) {
        return std::unexpected(describe_failure(e));
    }
}

awaitable<Result<>> Store::save_printer(PrinterConfig config) {
    auto work = [config = std::move(config), &vault = database_->vault](soci::session& session) {
        save(session, vault, config);
    };
    co_return co_await database_->run(std::move(work));
}

awaitable<Result<>> Store::save_printers(std::vector<PrinterConfig> printers) {
    auto work = [printers = std::move(printers), &vault = database_->vault](soci::session& session) {
        soci::transaction transaction(session);
        for (const auto& config : printers)
            save(session, vault, config);
        transaction.commit();
    };
    co_return co_await database_->run(std::move(work));
}

awaitable<Result<>> Store::save_simulation(farm::PrinterId id, printers::Simulation simulation) {
    auto work = [id = id.text(), text = to_text(to_json(simulation))](soci::session& session) {
        session << "UPDATE printers SET simulation = :simulation WHERE id = :id", soci::use(text),
            soci::use(id);
    };
    co_return co_await database_->run(std::move(work));
}

awaitable<Result<>> Store::save_plate(farm::PrinterId id, printers::Plate plate) {
    auto work = [id = id.text(), text = to_text(to_json(plate))](soci::session& session) {
        session << "UPDATE printers SET plate = :plate WHERE id = :id", soci::use(text), soci::use(id);
    };
    co_return co_await database_->run(std::move(work));
}

awaitable<Result<>> Store::remove_printer(farm::PrinterId id) {
    auto work = [id = id.text()](soci::session& session) {
        session << "DELETE FROM printers WHERE id = :id", soci::use(id);
    };
    co_return co_await database_->run(std::move(work));
}

awaitable<Result<>> Store::remove_all_printers() {
    auto work = [](soci::session& session) { session << "DELETE FROM printers"; };
    co_return co_await database_->run(std::move(work));
}

awaitable<Result<>> Store::save_record(std::string name, Secret value) {
    auto work = [name = std::move(name), value = std::move(value),
                 &vault = database_->vault](soci::session& session) {
        const auto sealed = vault.seal(value);
        session << "INSERT INTO records (name, value) VALUES (:name, :value) "
                   "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            soci::use(name), soci::use(sealed);
    };
    co_return co_await database_->run(std::move(work));
}

awaitable<Result<>> Store::remove_record(std::string name) {
    auto work = [name = std::move(name)](soci::session& session) {
        session << "DELETE FROM records WHERE name = :name", soci::use(name);
    };
    co_return co_await database_->run(std::move(work));
}

}  // namespace gantry::fuse::storage
