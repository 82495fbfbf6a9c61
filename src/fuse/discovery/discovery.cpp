#include "fuse/discovery/discovery.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <map>

#include "fuse/printers/options.hpp"
#include "net/subnet/subnet.hpp"

namespace gantry::fuse::discovery {
namespace {

using printers::PrinterSession;

constexpr std::size_t most_asked = 64;
constexpr unsigned shortest_suggestion = 20;  // 4,094 addresses take half a minute

std::map<std::string, const PrinterSession*> by_serial(const printers::Printers& printers) {
    std::map<std::string, const PrinterSession*> known;
    for (const auto& session : printers.all())
        known[session->config().printer.serial] = session.get();
    return known;
}

bool is_connected(const PrinterSession& session) {
    const auto connection = session.state().connection;
    return connection == farm::Connection::online || connection == farm::Connection::stale;
}

}  // namespace

Discovery::Discovery(Executor executor, const printers::Registry& drivers, printers::Printers& printers,
                     Options options)
    : drivers_(drivers),
      printers_(printers),
      options_(std::move(options)),
      listening_(executor, options_.ports, options_.interfaces, options_.again,
                 {.heard = [this](const net::ssdp::Heard& heard) { hear(heard); },
                  .ports_changed = [this] { changed_.tell(); }}),
      scans_(executor, drivers,
             {.search = [this] { search(); },
              .subnet_started = [this] { forget_scanned(); },
              .found = [this](farm::Sighting seen) { take(std::move(seen), options_.keep_scanned); },
              .proven = [this](farm::Sighting seen) { take(std::move(seen), options_.keep_announced); },
              .known_at = [this](const std::string& address,
                                 const Scans::Said& options) { return known_at(address, options); },
              .changed = [this] { changed_.tell(); }}) {}

awaitable<void> Discovery::run() {
    listening_.start();
    for (;;) {
        co_await sleep_for(options_.look_every);
        if (sightings_.expire(std::chrono::steady_clock::now())) changed_.tell();
        listening_.refresh();
    }
}

awaitable<void> Discovery::stop() {
    co_await scans_.cancel();
    co_await listening_.stop();
}

Result<> Discovery::start_auto_scan() {
    return scans_.start_listening(options_.listen_for);
}

Result<> Discovery::start_subnet_scan(const std::string& subnet) {
    return scans_.start_subnet(subnet);
}

void Discovery::forget_scanned() {
    if (sightings_.forget_scanned()) changed_.tell();
}

awaitable<void> Discovery::cancel_scan() {
    co_await scans_.cancel();
}

void Discovery::hear(const net::ssdp::Heard& heard) {
    for (const auto& driver : drivers_.all()) {
        if (driver->finder() == nullptr) continue;
        auto notice = driver->finder()->recognise(heard.message, heard.from);
        if (!notice && notice.error().code == Errc::not_found) continue;
        if (!notice) {
            ++invalid_;
        } else if (notice->leaving) {
            if (sightings_.forget(notice->sighting.driver, notice->sighting.serial)) changed_.tell();
        } else {
            const auto told = notice->sighting;
            take(std::move(notice->sighting), options_.keep_announced);
            if (told.address == heard.from) scans_.prove(told);
        }
        return;
    }
}

void Discovery::take(farm::Sighting seen, std::chrono::milliseconds keep) {
    const auto news = sightings_.take(seen, std::chrono::steady_clock::now(), keep);
    if (news == farm::Sightings::News::none) return;
    if (news == farm::Sightings::News::appeared) wake(seen);
    changed_.tell();
}

// A printer that comes back is tried at once. Where it says that it is changes nothing: anybody can say so.
void Discovery::wake(const farm::Sighting& seen) const {
    for (const auto& session : printers_.all()) {
        const auto& config = session->config();
        if (config.printer.driver == seen.driver && config.printer.serial == seen.serial &&
            config.address == seen.address && session->state().connection == farm::Connection::offline)
            session->wake();
    }
}

void Discovery::search() {
    std::vector<std::string> addresses;
    for (const auto& session : printers_.all()) {
        const auto& address = session->config().address;
        if (!address.empty() && !is_connected(*session) && addresses.size() < most_asked)
            addresses.push_back(address);
    }
    for (const auto& driver : drivers_.all()) {
        const auto* finder = driver->finder();
        if (finder == nullptr) continue;
        listening_.search([finder](std::uint16_t port) { return finder->search(port); }, addresses);
    }
}

// A connected printer need not be asked: its few places for clients are for others.
std::optional<farm::Sighting> Discovery::known_at(const std::string& address,
                                                  const Scans::Said& options) const {
    for (const auto& session : printers_.all()) {
        const auto& config = session->config();
        const bool is_other = std::ranges::any_of(options, [&config](const auto& said) {
            return printers::option(config, said.first) != said.second;
        });
        if (config.address != address || is_other || !is_connected(*session)) continue;
        return farm::Sighting{.driver = config.printer.driver,
                              .serial = config.printer.serial,
                              .address = address,
                              .model = config.printer.model,
                              .firmware = session->state().firmware,
                              .scanned = true};
    }
    return std::nullopt;
}

std::vector<Network> Discovery::networks() const {
    std::vector<Network> networks;
    for (const auto& one : listening_.interfaces()) {
        if (one.loopback) continue;
        const auto prefix = one.prefix < shortest_suggestion ? 24 : one.prefix;
        if (const auto subnet = net::Subnet::parse(one.address + "/" + std::to_string(prefix)))
            networks.push_back({one.name, subnet->text()});
    }
    return networks;
}

View Discovery::view() const {
    View view{.ports = listening_.ports(),
              .networks = networks(),
              .invalid = invalid_ + listening_.malformed(),
              .scan = scans_.last()};
    for (const auto& one : listening_.interfaces())
        if (std::ranges::find(view.interfaces, one.name) == view.interfaces.end())
            view.interfaces.push_back(one.name);
    const auto known = by_serial(printers_);
    for (const auto& seen : sightings_.all()) {
        FoundPrinter found{seen, std::nullopt};
        if (const auto session = known.find(seen.serial); session != known.end()) {
            const auto& config = session->second->config();
            found.known = Known{config.printer.id, config.printer.name, config.address};
        }
        view.printers.push_back(std::move(found));
    }
    return view;
}

}  // namespace gantry::fuse::discovery
