#include "fuse/printers/printers.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "base/log.hpp"
#include "base/random.hpp"
#include "base/utf8.hpp"
#include "fuse/printers/options.hpp"

namespace gantry::fuse::printers {
namespace {

constexpr auto area = "fuse.printers";
constexpr std::size_t max_printers = 1000;
constexpr std::size_t max_name = 100;
constexpr std::size_t max_tries = 16;
// Of the time in which many connect for the first time.
constexpr auto start_pace = 10ms;
constexpr auto restore_limit = 30s;

Result<> check_name(const std::string& name) {
    if (!is_utf8(name)) return fail(Errc::malformed, "a name is text in UTF-8");
    const auto length = count_characters(name);
    if (length == 0) return fail(Errc::malformed, "the printer needs a name");
    if (length > max_name)
        return fail(Errc::malformed,
                    fmt::format("a name has at most {} characters; this one has {}", max_name, length));
    const bool has_control = std::ranges::any_of(name, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    return has_control ? fail(Errc::malformed, "a name has no control characters") : Result<>{};
}

Result<> check_address(const std::string& address) {
    ErrorCode error;
    const auto parsed = asio::ip::make_address(address, error);
    if (!error && parsed.is_v6())
        return fail(Errc::unsupported,
                    "this is an IPv6 address; printers are reached by their IPv4 address, like 192.168.0.30");
    if (error || parsed.is_unspecified() || parsed.is_multicast() ||
        parsed == asio::ip::address_v4::broadcast())
        return fail(Errc::malformed, "an address looks like 192.168.0.30");
    return {};
}

// When one of so many connects.
std::chrono::milliseconds share_of(std::size_t many) {
    return std::chrono::milliseconds(random_below(static_cast<std::uint32_t>(many * start_pace.count()) + 1));
}

Result<> check_code(const Secret& code) {
    if (code.reveal().size() > 64) return fail(Errc::malformed, "an access code has 8 characters");
    return {};
}

}  // namespace

Printers::Printers(Executor executor, const Registry& registry, storage::Store& store, SessionLimits limits)
    : supervisor_(std::move(executor), area), registry_(registry), store_(store), limits_(limits) {}

Printers::~Printers() = default;

void Printers::load(std::vector<PrinterConfig> stored, Memory memory) {
    for (auto& config : stored) {
        auto known = std::move(memory.states[config.printer.id]);
        start(std::move(config), {.known = std::move(known), .after = share_of(stored.size())});
    }
    removed_ = std::move(memory.removed);
    list_changed_.tell();
}

Printers::Memory Printers::memory() const {
    Memory memory{.states = {}, .removed = removed_};
    for (const auto& session : sessions_)
        memory.states[session->config().printer.id] = session->state();
    return memory;
}

awaitable<void> Printers::stop() {
    std::vector<Task> stopping;
    stopping.reserve(sessions_.size());
    for (const auto& session : sessions_)
        stopping.push_back(supervisor_.spawn("stop printer", [session] { return session->stop(); }));
    for (auto& task : stopping)
        co_await task.join();
    co_await supervisor_.stop();
}

std::shared_ptr<PrinterSession> Printers::session(const farm::PrinterId& id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
}

const PrinterSession* Printers::find(const farm::PrinterId& id) const {
    return session(id).get();
}

void Printers::start(PrinterConfig config, SessionStart how) {
    auto* driver = registry_.find(config.printer.driver);
    if (driver == nullptr) {
        log::error(area, "{}: no driver \"{}\"", config.printer.name, config.printer.driver);
        return;
    }
    const auto id = config.printer.id;
    PrinterSession::Events events{.on_state = [this, id] { state_changed_.tell(id); },
                                  .on_config = [this, id] { keep_certificate(id); },
                                  .on_simulation = [this, id] { keep_simulation(id); },
                                  .on_plate = [this, id] { keep_plate(id); },
                                  .on_message = [this, id](const Message& m) { message_.tell(id, m); }};
    sessions_.push_back(std::make_shared<PrinterSession>(supervisor_.executor(), *driver, std::move(config),
                                                         std::move(events), limits_, std::move(how)));
    by_id_[id] = sessions_.back();
}

void Printers::keep_certificate(const farm::PrinterId& id) {
    config_changed_.tell(id);
    supervisor_.run("keep certificate", [this, id]() -> awaitable<void> {
        const auto turn = co_await one_at_a_time_.enter();
        const auto session = this->session(id);
        if (!session) co_return;
        const auto saved = co_await store_.save_printer(session->config());
        if (!saved) log::error(area, "{}: {}", session->config().printer.name, saved.error().detail);
    });
}

// Reads what is to be kept when its turn comes, so that the last one written is the last one that was.
awaitable<Result<>> Printers::save_simulation(farm::PrinterId id) {
    const auto session = this->session(id);
    if (!session) co_return Result<>{};
    co_return co_await store_.save_simulation(id, *session->config().simulation);
}

void Printers::keep_simulation(const farm::PrinterId& id) {
    supervisor_.run("keep simulation", [this, id]() -> awaitable<void> {
        const auto saved = co_await save_simulation(id);
        if (!saved) log::error(area, "{}: {}", id.text(), saved.error().detail);
    });
}

awaitable<Result<>> Printers::save_plate(farm::PrinterId id) {
    const auto session = this->session(id);
    if (!session) co_return Result<>{};
    co_return co_await store_.save_plate(id, session->config().plate);
}

void Printers::keep_plate(const farm::PrinterId& id) {
    supervisor_.run("keep plate", [this, id]() -> awaitable<void> {
        const auto saved = co_await save_plate(id);
        if (!saved) log::error(area, "{}: {}", id.text(), saved.error().detail);
    });
}

Result<> Printers::check(const PrinterConfig& config) const {
    if (auto name = check_name(config.printer.name); !name) return name;
    if (config.simulation) return {};
    if (auto address = check_address(config.address); !address) return address;
    if (auto code = check_code(config.access_code); !code) return code;
    return check_options(config, form(config.printer.driver));
}

Printers::Others Printers::everybody() const {
    Others all;
    all.reserve(sessions_.size());
    for (const auto& session : sessions_)
        all.push_back(&session->config());
    return all;
}

// Several may share an address, each with a port of its own.
bool Printers::same_place(const PrinterConfig& a, const PrinterConfig& b) const {
    if (a.address != b.address || a.printer.driver != b.printer.driver || a.ports.mqtt != b.ports.mqtt)
        return false;
    const auto fields = form(a.printer.driver).fields;
    return std::ranges::none_of(fields, [&](const Field& field) {
        return field.kind == FieldKind::port && option(a, field.key) != option(b, field.key);
    });
}

Result<> Printers::check_address_is_free(const PrinterConfig& config, const Others& others) const {
    const auto taken = std::ranges::find_if(others, [&](const PrinterConfig* other) {
        return other->printer.id != config.printer.id && !other->simulation && same_place(*other, config);
    });
    if (config.simulation || taken == others.end()) return {};
    return fail(Errc::conflict,
                fmt::format("{} is the address of \"{}\" already; change or delete that printer first",
                            config.address, (*taken)->printer.name));
}

Result<> Printers::check_room(const PrinterConfig& config, const Driver& driver, const Others& others) const {
    const auto known = std::ranges::find(others, config.printer.serial,
                                         [](const PrinterConfig* other) { return other->printer.serial; });
    if (known != others.end())
        return fail(Errc::conflict, "this printer is here already, as \"" + (*known)->printer.name + "\"");
    if (auto is_free = check_address_is_free(config, others); !is_free) return is_free;
    if (others.size() >= max_printers) return fail(Errc::too_large, "no more than 1000 printers");
    if (driver.simulator() == nullptr) return {};
    const auto most = driver.simulator()->most();
    const auto alike = std::ranges::count(others, config.printer.driver,
                                          [](const PrinterConfig* other) { return other->printer.driver; });
    if (static_cast<std::size_t>(alike) < most) return {};
    return fail(Errc::too_large,
                fmt::format("no more than {} {} printers; delete one first", most, config.printer.driver));
}

awaitable<Result<Identity>> Printers::identify(NewPrinter wanted) {
    auto config = meant(wanted);
    if (!config) co_return std::unexpected(config.error());
    if (auto fine = check_address(config->address); !fine) co_return std::unexpected(fine.error());
    co_return co_await registry_.find(wanted.driver)->identify(*std::move(config));
}

awaitable<Result<Access>> Printers::try_access(NewPrinter wanted) {
    const auto* driver = registry_.find(wanted.driver);
    if (driver == nullptr || driver->finder() == nullptr)
        co_return fail(Errc::malformed, "no driver of this name");
    auto config = meant(wanted);
    if (!config) co_return std::unexpected(config.error());
    co_return co_await ask(*std::move(config), *driver->finder());
}

awaitable<Result<Access>> Printers::try_change(farm::PrinterId id, PrinterChange change) {
    const auto session = this->session(id);
    if (!session) co_return fail(Errc::not_found, "no such printer");
    const auto* driver = registry_.find(session->config().printer.driver);
    if (session->config().simulation || driver->finder() == nullptr)
        co_return fail(Errc::unsupported, "there is nothing to try");
    auto config = changed(*session, change);
    if (!config) co_return std::unexpected(config.error());
    if (auto is_free = check_address_is_free(*config, everybody()); !is_free)
        co_return std::unexpected(is_free.error());
    co_return co_await ask(std::move(*config), *driver->finder());
}

awaitable<Result<Access>> Printers::ask(PrinterConfig config, const Finder& finder) {
    if (auto fine = check_address(config.address); !fine) co_return std::unexpected(fine.error());
    if (auto fine = check_code(config.access_code); !fine) co_return std::unexpected(fine.error());
    if (auto whole = check_options(config, finder.form()); !whole) co_return std::unexpected(whole.error());
    if (*tries_ >= max_tries)
        co_return fail(Errc::rate_limited,
                       fmt::format("Fuse tries {} printers at a time, and more were asked for; the printer "
                                   "itself was not asked. Try this one again in a moment",
                                   max_tries));
    ++*tries_;
    const std::shared_ptr<void> at_the_end(nullptr, [tries = tries_](void*) { --*tries; });
    co_return co_await finder.try_access(std::move(config));
}

awaitable<Result<farm::PrinterId>> Printers::add(NewPrinter wanted) {
    auto made = config_of(wanted);
    if (!made) co_return std::unexpected(made.error());
    auto config = *std::move(made);
    auto* driver = registry_.find(wanted.driver);
    if (config.printer.serial.empty() && !config.simulation) {
        auto identity = co_await driver->identify(config);
        if (!identity) co_return std::unexpected(identity.error());
        config.printer.serial = identity->serial;
    }
    if (auto completed = driver->complete(config); !completed) co_return std::unexpected(completed.error());
    const auto turn = co_await one_at_a_time_.enter();
    if (auto room = check_room(config, *driver, everybody()); !room) co_return std::unexpected(room.error());
    if (auto saved = co_await store_.save_printer(config); !saved) co_return std::unexpected(saved.error());
    const auto id = config.printer.id;
    start(std::move(config));
    list_changed_.tell();
    co_return id;
}

awaitable<void> Printers::use(std::vector<PrinterConfig> configs) {
    std::vector<std::pair<farm::PrinterId, Task>> changing;
    for (auto& config : configs) {
        const auto session = this->session(config.printer.id);
        if (!session) {
            start(std::move(config), {.after = share_of(configs.size())});
            continue;
        }
        // Seen while the disk was busy; keep_certificate has its turn after us.
        if (!config.fingerprint) config.fingerprint = session->config().fingerprint;
        auto task =
            supervisor_.spawn("change printer", [session, config] { return session->change(config); });
        changing.emplace_back(config.printer.id, std::move(task));
    }
    for (auto& [id, task] : changing) {
        co_await task.join();
        config_changed_.tell(id);
    }
    list_changed_.tell();
}

Result<PrinterConfig> Printers::changed(const PrinterSession& session, const PrinterChange& change) const {
    auto config = session.config();
    if (change.name) config.printer.name = *change.name;
    if (change.address && !config.simulation) config.address = *change.address;
    // An empty field of a form keeps the code that nobody can read back.
    if (change.access_code && !change.access_code->empty()) config.access_code = *change.access_code;
    if (change.accept_certificate) {
        if (!session.distrusted()) return fail(Errc::conflict, "no changed certificate was seen");
        config.fingerprint = session.distrusted();
    }
    if (change.camera_switches) config.switches = *change.camera_switches;
    if (change.options.empty()) return config;
    const auto& driver = config.printer.driver;
    if (auto taken = printers::change(change.options, form(driver), config); !taken)
        return std::unexpected(taken.error());
    if (auto completed = registry_.find(driver)->complete(config); !completed)
        return std::unexpected(completed.error());
    return config;
}

awaitable<Result<>> Printers::change(farm::PrinterId id, PrinterChange change) {
    const auto turn = co_await one_at_a_time_.enter();
    const auto session = this->session(id);
    if (!session) co_return fail(Errc::not_found, "no such printer");
    auto config = changed(*session, change);
    if (!config) co_return std::unexpected(config.error());
    const bool moves = !same_place(*config, session->config());
    if (auto is_free = check_address_is_free(*config, everybody()); moves && !is_free) co_return is_free;
    if (auto fine = check(*config); !fine) co_return fine;
    if (auto saved = co_await store_.save_printer(*config); !saved) co_return saved;
    std::vector<PrinterConfig> one{*std::move(config)};
    co_await use(std::move(one));
    co_return Result<>{};
}

awaitable<Result<>> Printers::remove(farm::PrinterId id) {
    std::shared_ptr<PrinterSession> session;
    {
        const auto turn = co_await one_at_a_time_.enter();
        session = this->session(id);
        if (!session) co_return fail(Errc::not_found, "no such printer");
        if (auto removed = co_await store_.remove_printer(id); !removed) co_return removed;
        std::erase(sessions_, session);
        by_id_.erase(id);
        const auto now = std::chrono::steady_clock::now();
        std::erase_if(removed_, [now](const Removed& one) { return one.until < now; });
        removed_.push_back({session->config(), now + restore_limit});
        config_changed_.tell(id);
        list_changed_.tell();
    }
    co_await session->stop();
    co_return Result<>{};
}

awaitable<Result<>> Printers::restore(farm::PrinterId id) {
    const auto turn = co_await one_at_a_time_.enter();
    const auto found =
        std::ranges::find(removed_, id, [](const Removed& one) { return one.config.printer.id; });
    if (found == removed_.end() || found->until < std::chrono::steady_clock::now())
        co_return fail(Errc::not_found, "it is too late to bring this printer back; add it again");
    const auto config = found->config;
    const auto& driver = *registry_.find(config.printer.driver);
    if (auto room = check_room(config, driver, everybody()); !room) co_return room;
    if (auto saved = co_await store_.save_printer(config); !saved) co_return saved;
    std::erase_if(removed_, [&id](const Removed& one) { return one.config.printer.id == id; });
    std::vector<PrinterConfig> one{config};
    co_await use(std::move(one));
    co_return Result<>{};
}

awaitable<Result<std::size_t>> Printers::clear() {
    const auto turn = co_await one_at_a_time_.enter();
    if (auto removed = co_await store_.remove_all_printers(); !removed)
        co_return std::unexpected(removed.error());
    const auto sessions = std::exchange(sessions_, {});
    by_id_.clear();
    for (const auto& session : sessions) {
        config_changed_.tell(session->config().printer.id);
        supervisor_.run("disconnect", [session] { return session->stop(); });
    }
    list_changed_.tell();
    log::info(area, "all {} printers were removed", sessions.size());
    co_return sessions.size();
}

awaitable<Result<>> Printers::simulate(farm::PrinterId id, SimulationChange change) {
    const auto session = this->session(id);
    if (!session) co_return fail(Errc::not_found, "no such printer");
    const auto& config = session->config();
    if (!config.simulation) co_return fail(Errc::unsupported, "only a virtual printer can be simulated");
    auto simulation = *config.simulation;
    const auto* simulator = registry_.find(config.printer.driver)->simulator();
    if (auto changed = simulator->change(simulation, change); !changed) co_return changed;
    session->simulate(std::move(simulation));
    co_return co_await save_simulation(id);
}

awaitable<Result<>> Printers::command(farm::PrinterId id, Command command) {
    const auto session = this->session(id);
    if (!session) co_return fail(Errc::not_found, "no such printer");
    if (command.action != Action::clear_plate) co_return co_await session->command(command);
    if (auto cleared = session->clear_plate(); !cleared) co_return cleared;
    co_return co_await save_plate(id);
}

}  // namespace gantry::fuse::printers
