#include "fuse/discovery/scans.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.hpp"
#include "base/within.hpp"
#include "fuse/printers/options.hpp"
#include "net/subnet/sweep.hpp"

namespace gantry::fuse::discovery {
namespace {

constexpr auto area = "fuse.discovery";
constexpr auto search_every = 5s;
constexpr auto identify_limit = 3s;  // a handshake of a P1S takes 1.4 s
constexpr std::size_t most_unclear = 16;
constexpr std::size_t most_proofs = 16;  // at once
constexpr std::size_t most_asked = 256;  // in one scan …
constexpr int most_asked_at_one = 8;     // … and at one address of it

std::vector<std::uint16_t> ports_of(const printers::Registry& drivers) {
    std::vector<std::uint16_t> ports;
    for (const auto& driver : drivers.all()) {
        if (driver->finder() == nullptr) continue;
        for (const auto port : driver->finder()->scan_ports())
            if (std::ranges::find(ports, port) == ports.end()) ports.push_back(port);
    }
    return ports;
}

bool listens_on(const printers::Driver& driver, std::uint16_t port) {
    if (driver.finder() == nullptr) return false;
    const auto ports = driver.finder()->scan_ports();
    return std::ranges::find(ports, port) != ports.end();
}

// As much as is known when something listens there.
printers::PrinterConfig config_at(const printers::Driver& driver, const std::string& address,
                                  std::uint16_t port) {
    printers::PrinterConfig config{.printer = {.driver = driver.name()}, .address = address};
    const auto form = driver.finder()->form();
    if (const auto* field = printers::find_option(form, printers::FieldKind::port))
        config.options[field->key] = std::to_string(port);
    return config;
}

}  // namespace

Scans::Scans(Executor executor, const printers::Registry& drivers, Events events)
    : supervisor_(std::move(executor), area), drivers_(drivers), events_(std::move(events)) {}

Result<> Scans::begin(Scan scan, Supervisor::Body body) {
    if (scan_ && scan_->state == ScanState::running) {
        const auto what =
            scan_->kind == ScanKind::subnet ? "of " + scan_->subnet : std::string("for printers");
        return fail(Errc::busy, fmt::format("A scan {} is running. Wait for it, or cancel it first", what));
    }
    asked_for_proof_.clear();
    scan.started_at = unix_ms_now();
    if (scan.ends_at != 0) scan.ends_at += scan.started_at;
    scan_ = std::move(scan);
    task_ = supervisor_.spawn("scan", [this, body = std::move(body)] { return run(body); });
    events_.changed();
    return {};
}

awaitable<void> Scans::run(Supervisor::Body body) {
    // Also when we are cancelled.
    const std::shared_ptr<void> at_the_end(nullptr, [this](void*) {
        if (scan_->state == ScanState::running) scan_->state = ScanState::cancelled;
        events_.changed();
    });
    co_await body();
    if (scan_->state == ScanState::running) scan_->state = ScanState::finished;
}

Result<> Scans::start_listening(std::chrono::milliseconds length) {
    Scan scan{.kind = ScanKind::announcements, .ends_at = length.count()};
    return begin(std::move(scan), [this, length] { return listen(length); });
}

Result<> Scans::start_subnet(const std::string& text) {
    const auto subnet = net::Subnet::parse(text);
    if (!subnet) return std::unexpected(subnet.error());
    Scan scan{.kind = ScanKind::subnet, .subnet = subnet->text(), .total = subnet->hosts()};
    return begin(std::move(scan), [this, subnet = *subnet] { return ask(subnet); });
}

awaitable<void> Scans::cancel() {
    task_.cancel();
    for (auto& proof : proofs_)
        proof.cancel();
    co_await task_.join();
    for (auto& proof : std::exchange(proofs_, {}))
        co_await proof.join();
}

bool Scans::may_ask(const farm::Sighting& told) const {
    const bool listens =
        scan_ && scan_->state == ScanState::running && scan_->kind == ScanKind::announcements;
    if (!listens || asked_for_proof_.contains({told.address, told.options})) return false;
    const auto asked_there =
        std::ranges::count(asked_for_proof_, told.address, [](const auto& asked) { return asked.first; });
    return asked_for_proof_.size() < most_asked && asked_there < most_asked_at_one;
}

// Who is not asked now announces itself again in some seconds.
void Scans::prove(const farm::Sighting& told) {
    if (!may_ask(told)) return;
    std::erase_if(proofs_, [](const Task& proof) { return !proof.running(); });
    if (proofs_.size() >= most_proofs) return;
    asked_for_proof_.emplace(told.address, told.options);
    if (auto known = events_.known_at(told.address, told.options)) return events_.proven(std::move(*known));
    proofs_.push_back(supervisor_.spawn("proof", [this, told] { return ask_for_proof(told); }));
}

// By the driver that understood it where it says that it listens; by the others at their usual port.
awaitable<void> Scans::ask_for_proof(farm::Sighting told) {
    for (const auto& driver : drivers_.all()) {
        const bool is_told = driver->name() == told.driver;
        if (driver->finder() == nullptr) continue;
        if (!is_told && driver->finder()->scan_ports().empty()) continue;
        printers::PrinterConfig config{.printer = {.driver = driver->name()}, .address = told.address};
        if (is_told) config.options = told.options;
        const auto identity = co_await within(identify_limit, driver->identify(config));
        if (!identity) continue;
        co_return events_.proven({.driver = driver->name(),
                                  .serial = identity->serial,
                                  .address = told.address,
                                  .model = identity->model,
                                  .options = config.options,
                                  .scanned = true});
    }
}

awaitable<void> Scans::listen(std::chrono::milliseconds length) {
    const auto end = std::chrono::steady_clock::now() + length;
    for (;;) {
        events_.search();
        const auto left = end - std::chrono::steady_clock::now();
        if (left <= search_every) {
            co_await sleep_for(left);
            co_return;
        }
        co_await sleep_for(search_every);
    }
}

awaitable<void> Scans::ask(net::Subnet subnet) {
    events_.subnet_started();
    net::Sweep sweep{.subnet = subnet, .ports = ports_of(drivers_)};
    sweep.skip = [this](const std::string& address) {
        auto known = events_.known_at(address, {});
        if (known) events_.found(std::move(*known));
        return known.has_value();
    };
    sweep.on_open = [this](std::string address, std::uint16_t port) {
        return identify(std::move(address), port);
    };
    sweep.on_done = [this] {
        ++scan_->probed;
        events_.changed();
    };
    const auto done = co_await net::sweep(std::move(sweep));
    if (done) co_return;
    scan_->state = ScanState::failed;
    scan_->problem = farm::Problem{std::string(name_of(done.error().code)), done.error().detail};
}

awaitable<void> Scans::identify(std::string address, std::uint16_t port) {
    for (const auto& driver : drivers_.all()) {
        if (!listens_on(*driver, port)) continue;
        const auto config = config_at(*driver, address, port);
        const auto identity = co_await within(identify_limit, driver->identify(config));
        if (identity) {
            events_.found({.driver = driver->name(),
                           .serial = identity->serial,
                           .address = address,
                           .model = identity->model,
                           .options = config.options,
                           .scanned = true});
            co_return;
        }
        const auto code = identity.error().code;
        if (code == Errc::unauthorized)
            note_unclear(address, fmt::format("This is a printer of {}, which says who it is only to those "
                                              "whom it lets in. Add it by its IP address",
                                              driver->finder()->form().title));
        if (code == Errc::offline || code == Errc::timeout)
            note_unclear(address,
                         fmt::format("Something listens on port {} but does not say who it is. If it "
                                     "is a printer, all its places for clients may be taken",
                                     port));
    }
}

void Scans::note_unclear(std::string address, std::string detail) {
    if (scan_->unclear.size() >= most_unclear) return;
    scan_->unclear.push_back({std::move(address), std::move(detail)});
}

}  // namespace gantry::fuse::discovery
