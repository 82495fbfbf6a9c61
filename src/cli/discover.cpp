#include <fmt/format.h>

#include <cstdio>
#include <optional>

#include "bambu/discovery/announcement.hpp"
#include "bambu/discovery/identify.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/supervisor.hpp"
#include "base/within.hpp"
#include "cli/commands.hpp"
#include "farm/sightings.hpp"
#include "net/ssdp/listener.hpp"
#include "net/subnet/sweep.hpp"

namespace gantry::cli {
namespace {

constexpr auto area = "discover";
constexpr auto search_every = 5s;
constexpr auto identify_limit = 3s;
constexpr auto keep = 1h;  // longer than any search

farm::NetworkMode mode_of(bambu::Mode mode) {
    switch (mode) {
        case bambu::Mode::unknown:
            return farm::NetworkMode::unknown;
        case bambu::Mode::lan_only:
            return farm::NetworkMode::lan_only;
        case bambu::Mode::cloud:
            return farm::NetworkMode::cloud;
    }
    return farm::NetworkMode::unknown;
}

std::string_view mode_text(farm::NetworkMode mode) {
    switch (mode) {
        case farm::NetworkMode::unknown:
            return "";
        case farm::NetworkMode::lan_only:
            return "LAN Mode";
        case farm::NetworkMode::cloud:
            return "LAN Mode off";
    }
    return "";
}

farm::Sighting sighting_of(bambu::Announcement heard) {
    return {.driver = "bambu",
            .serial = std::move(heard.serial),
            .address = std::move(heard.address),
            .model = std::move(heard.model),
            .name = std::move(heard.name),
            .firmware = std::move(heard.firmware),
            .mode = mode_of(heard.mode),
            .announced = true};
}

// One search, from its start to what it prints.
class Search {
public:
    Search(Executor executor, const DiscoverOptions& options)
        : supervisor_(std::move(executor), area), options_(options) {}

    awaitable<void> run_listening() {
        const auto all = net::interfaces();
        const auto chosen = options_.interfaces.empty() ? net::usual_interfaces(all)
                                                        : net::interfaces_named(all, options_.interfaces);
        if (chosen.empty()) {
            log::error(area, "there is no such network interface");
            co_return;
        }
        std::vector<Task> tasks;
        for (const auto port : bambu::announcement_ports)
            if (auto* listener = open(port, chosen))
                tasks.push_back(supervisor_.spawn("listen", [this, listener] { return listen(*listener); }));
        if (tasks.empty()) co_return;
        usable_ = true;
        const auto end = std::chrono::steady_clock::now() +
                         std::chrono::milliseconds(static_cast<std::int64_t>(options_.seconds * 1000));
        for (auto left = end - std::chrono::steady_clock::now(); left > 0s;
             left = end - std::chrono::steady_clock::now()) {
            for (const auto& listener : listeners_)
                listener->search(bambu::search(listener->port()));
            co_await sleep_for(std::min<std::chrono::steady_clock::duration>(search_every, left));
        }
        for (auto& task : tasks) {
            task.cancel();
            co_await task.join();
        }
    }

    awaitable<void> run_scan(net::Subnet subnet) {
        net::Sweep sweep{.subnet = subnet, .ports = {bambu::mqtt_port}};
        sweep.on_open = [this](std::string address, std::uint16_t) { return identify(std::move(address)); };
        const auto done = co_await net::sweep(std::move(sweep));
        if (!done) log::error(area, "{}", done.error().detail);
        usable_ = done.has_value();
    }

    // The exit status.
    int print() const {
        if (!usable_) return 1;
        if (options_.json) return 0;
        if (found_.size() == 0) {
            fmt::print(stderr,
                       "No printers found. Are they on this network, with LAN Mode and Developer Mode on? "
                       "{}\n",
                       options_.subnet.empty()
                           ? "Does the firewall let in UDP 1990 and 2021? Try --subnet 192.168.0.0/24"
                           : "Is this their subnet?");
            return 0;
        }
        print_line("ADDRESS", "MODEL", "SERIAL", "FIRMWARE", "MODE", "NAME");
        for (const auto& one : found_.all())
            print_line(one.address, one.model, one.serial, one.firmware, mode_text(one.mode), one.name);
        return 0;
    }

private:
    static void print_line(std::string_view address, std::string_view model, std::string_view serial,
                           std::string_view firmware, std::string_view mode, std::string_view name) {
        auto line = fmt::format("{:<15}  {:<10}  {:<15}  {:<12}  {:<12}  {}", address, model, serial,
                                firmware, mode, name);
        line.erase(line.find_last_not_of(' ') + 1);
        fmt::print("{}\n", line);
    }

    net::ssdp::Listener* open(std::uint16_t port, const std::vector<net::Interface>& chosen) {
        try {
            listeners_.push_back(std::make_unique<net::ssdp::Listener>(supervisor_.executor(), port, chosen));
            return listeners_.back().get();
        } catch (const SystemError& e) {
            log::warning(area, "UDP port {} cannot be listened on: {}", port, e.code().message());
            return nullptr;
        }
    }

    awaitable<void> listen(net::ssdp::Listener& listener) {
        for (;;) {
            const auto heard = co_await listener.next();
            auto announcement = bambu::announcement_of(heard.message, heard.from);
            if (announcement && !announcement->leaving) take(sighting_of(std::move(*announcement)));
        }
    }

    awaitable<void> identify(std::string address) {
        auto identity = co_await within(identify_limit, bambu::identify(address, bambu::mqtt_port));
        if (!identity) co_return;
        take({.driver = "bambu",
              .serial = std::move(identity->serial),
              .address = std::move(address),
              .model = std::move(identity->model),
              .scanned = true});
    }

    void take(farm::Sighting seen) {
        const auto news = found_.take(seen, std::chrono::steady_clock::now(), keep);
        if (!options_.json || news != farm::Sightings::News::appeared) return;
        fmt::print("{}\n", to_text(to_json(seen)));
        std::fflush(stdout);
    }

    Supervisor supervisor_;
    const DiscoverOptions& options_;
    std::vector<std::unique_ptr<net::ssdp::Listener>> listeners_;
    farm::Sightings found_;
    bool usable_ = false;
};

}  // namespace

int discover(const DiscoverOptions& options) {
    std::optional<net::Subnet> subnet;
    if (!options.subnet.empty()) {
        auto parsed = net::Subnet::parse(options.subnet);
        if (!parsed) {
            log::error(area, "{}", parsed.error().detail);
            return 2;
        }
        subnet = *parsed;
    }
    asio::io_context loop;
    Search search(loop.get_executor(), options);
    Supervisor supervisor(loop.get_executor(), area);
    supervisor.run("search", [&] { return subnet ? search.run_scan(*subnet) : search.run_listening(); });
    loop.run();
    return search.print();
}

}  // namespace gantry::cli
