#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/signal_set.hpp>
#include <cstdio>

#include "base/log.hpp"
#include "cli/commands.hpp"
#include "cli/sim_folder.hpp"
#include "sim/camera/source.hpp"
#include "sim/control.hpp"

namespace gantry::cli {
namespace {

void print_line(const std::string& line) {
    fmt::print("{}\n", line);
    std::fflush(stdout);
}

std::string line_for_people(const json::object& printer) {
    const auto text = [&printer](const char* key) { return std::string(printer.at(key).as_string()); };
    const auto port = [&printer](const char* key) { return printer.at("ports").at(key).to_number<int>(); };
    return fmt::format("{:<12} {:<7} serial {}  address {}  access code {}  ports mqtt {} ftps {} {} {}",
                       text("name"), text("model"), text("serial"), text("address"), text("access_code"),
                       port("mqtt"), port("ftps"), text("camera"), port("camera"));
}

void print_printers(sim::Fleet& fleet, bool as_json) {
    std::string files_missing;
    for (auto& printer : fleet.printers()) {
        const auto description = sim::describe(*printer);
        print_line(as_json ? to_text(description) : line_for_people(description));
        if (!printer->files_missing().empty()) files_missing = printer->files_missing();
    }
    if (!files_missing.empty()) log::warning("sim", "no FTPS: {}", files_missing);
    print_line("ready");
}

Result<sim::FleetSettings> settings_of(const SimRunOptions& options) {
    if (!options.ports.empty() && options.ports != "real" && options.ports != "high")
        return fail(Errc::malformed, "--ports is real or high");
    const bool real = options.ports.empty() ? geteuid() == 0 : options.ports == "real";
    sim::FleetSettings settings{.models = options.printers,
                                .count = options.count,
                                .first_address = options.base,
                                .folder = simulator_folder(options.data)};
    auto& printer = settings.printer;
    printer.ports = real ? sim::Ports::real : sim::Ports::high;
    printer.access_code = Secret(options.access_code);
    printer.frame_rate = options.frames_per_second;
    if (options.recorded) printer.recording = std::make_shared<sim::camera::Recording>();
    printer.files = !options.no_ftps;
    printer.announce = !options.no_ssdp;
    printer.developer_mode = !options.no_developer_mode;
    printer.print_duration =
        std::chrono::milliseconds(static_cast<std::int64_t>(options.print_seconds * 1000));
    printer.layers = options.layers;
    printer.print_again = options.printing;
    return settings;
}

// Answers whether the printers came up.
awaitable<bool> run_until_signal(sim::Fleet& fleet, Supervisor& supervisor, std::filesystem::path folder,
                                 bool as_json) {
    asio::signal_set signals(co_await asio::this_coro::executor, SIGINT, SIGTERM);
    const auto started = co_await fleet.start();
    if (!started) {
        log::error("sim", "{}", started.error().detail);
        co_return false;
    }
    sim::Control control(co_await asio::this_coro::executor, fleet, folder);
    const auto answering = supervisor.spawn("control", [&control] { return control.run(); });
    print_printers(fleet, as_json);
    co_await signals.async_wait(use_awaitable);
    co_return true;
}

awaitable<void> run(sim::Fleet& fleet, std::filesystem::path folder, bool as_json, int& status) {
    Supervisor supervisor(co_await asio::this_coro::executor, "sim");
    try {
        status = co_await run_until_signal(fleet, supervisor, folder, as_json) ? 0 : 1;
    } catch (const std::exception& e) {
        log::error("sim", "{}", e.what());
    }
    co_await fleet.stop();
}

}  // namespace

int run_simulator(const SimRunOptions& options) {
    auto settings = settings_of(options);
    if (!settings) {
        log::error("sim", "{}", settings.error().detail);
        return 2;
    }
    const auto folder = settings->folder;
    asio::io_context loop;
    auto fleet = sim::Fleet::make(loop.get_executor(), *std::move(settings));
    if (!fleet) {
        log::error("sim", "{}", fleet.error().detail);
        return 1;
    }
    int status = 1;
    Supervisor supervisor(loop.get_executor(), "sim");
    supervisor.run("simulator", [&] { return run(**fleet, folder, options.json, status); });
    loop.run();
    return status;
}

}  // namespace gantry::cli
