// gantry-fuse: the program on the printers' network.
#include <sodium.h>

#include <CLI/CLI.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <filesystem>

#include "base/descriptors.hpp"
#include "base/exit_limit.hpp"
#include "base/heap.hpp"
#include "base/log.hpp"
#include "base/supervisor.hpp"
#include "farm/fuse_folder.hpp"
#include "fuse/application.hpp"
#include "fuse/storage/folder.hpp"

namespace {

using namespace gantry;
namespace access = gantry::fuse::access;

// Where an installation keeps the built web application, seen from the program.
std::string installed_application() {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    const auto folder = program.parent_path().parent_path() / "share" / "gantry" / "fuse";
    return !error && std::filesystem::is_directory(folder, error) ? folder.string() : "";
}

struct Arguments {
    fuse::Options options;
    log::Level level = log::Level::info;
};

Arguments arguments_from(CLI::App& app, int argc, char** argv) {
    Arguments arguments;
    auto& options = arguments.options;
    options.data = farm::default_fuse_folder();
    options.web = installed_application();
    app.add_option("--data", options.data, "folder for the database and the key")->capture_default_str();
    app.add_option("--listen", options.listen, "address of the web page; 127.0.0.1: this machine only")
        ->capture_default_str();
    app.add_option("--port", options.port, "port of the web page; 0 picks a free one")->capture_default_str();
    app.add_option("--host-name", options.host_names,
                   "further name under which the page is opened (repeatable)");
    app.add_option("--forwarded-header", options.forwarded_header,
                   "header of a reverse proxy on this machine with the client's address");
    const std::map<std::string, access::LocalPeople> local_people = {
        {"open", access::LocalPeople::open}, {"sign-in", access::LocalPeople::sign_in}};
    app.add_option(
           "--at-this-machine", options.access.local_people,
           "open: no password at this machine itself; sign-in: there too, for a proxy that hides who asks")
        ->transform(CLI::CheckedTransformer(local_people));
    app.add_option("--web", options.web, "folder of the built web application")
        ->check(CLI::ExistingDirectory);
    app.add_option("--gateway-url", options.fixed.gateway_url,
                   "the Cloud; without it, what the settings page says");
    app.add_option("--ice-address", options.ice_addresses,
                   "address for live video (repeatable; default: all)");
    app.add_option(
        "--discovery-interface", options.discovery.interfaces,
        "interface or address on which printers announce themselves (repeatable; default: all that "
        "are no virtual ones)");
    const std::map<std::string, log::Level> levels = {{"debug", log::Level::debug},
                                                      {"info", log::Level::info},
                                                      {"warning", log::Level::warning},
                                                      {"error", log::Level::error}};
    app.add_option("--log-level", arguments.level)->transform(CLI::CheckedTransformer(levels));
    app.set_version_flag("--version", "gantry-fuse " GANTRY_VERSION);
    app.parse(argc, argv);
    return arguments;
}

void run(const fuse::Options& options) {
    fuse::storage::create_folder(options.data);
    log::add_file(options.data + "/fuse.log");
    // A limit on the size of files is an error of the disk like others, not the end.
    std::signal(SIGXFSZ, SIG_IGN);
    asio::io_context loop(1);
    fuse::Application application(loop.get_executor(), options);
    log::info("fuse", "open http://localhost:{} on this machine", application.port());
    Supervisor supervisor(loop.get_executor(), "fuse");
    auto running = supervisor.spawn("application", [&application] { return application.run(); });
    asio::signal_set signals(loop, SIGINT, SIGTERM);
    signals.async_wait([&running](const ErrorCode& error, int) {
        if (error) return;
        exit_within(stop_limit);
        running.cancel();
    });
    supervisor.run("end", [&]() -> awaitable<void> {
        co_await running.join();
        signals.cancel();
        loop.stop();
    });
    loop.run();
}

}  // namespace

int main(int argc, char** argv) {
    if (sodium_init() < 0) return 1;
    CLI::App app("Connects 3D printers on this network to Gantry.");
    try {
        const auto arguments = arguments_from(app, argc, argv);
        log::set_level(arguments.level);
        allow_many_descriptors();
        heap::give_large_blocks_back();
        run(arguments.options);
        return 0;
    } catch (const CLI::ParseError& e) {
        return app.exit(e);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "gantry-fuse: %s\n", e.what());
        return 1;
    }
}
