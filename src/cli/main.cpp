// The only file that knows CLI11: it takes seconds to compile.
#include <CLI/CLI.hpp>
#include <exception>

#include "cli/commands.hpp"
#include "farm/fuse_folder.hpp"

namespace gantry::cli {
namespace {

// Each function adds one subcommand; `status` gets its exit status once it was chosen and has run.

void add_data_option(CLI::App& command, std::string& data) {
    command.add_option("--data", data,
                       "the simulator's folder (default: gantry-sim-UID in the temporary folder)");
}

void add_sim_run(CLI::App& sim, int& status) {
    auto* run = sim.add_subcommand("run", "run simulated printers until interrupted");
    auto options = std::make_shared<SimRunOptions>();
    run->add_option("--printers", options->printers, "models: p1s, p1p, a1, a1mini, x1c, x1e, p2s")
        ->delimiter(',');
    run->add_option("--count", options->count, "how many, taking the models in turn (default: one of each)");
    run->add_option("--base", options->base, "address of the first printer; the next ones follow")
        ->capture_default_str();
    add_data_option(*run, options->data);
    run->add_option("--access-code", options->access_code,
                    "of all printers (default: one each, kept in the folder)");
    run->add_option("--ports", options->ports,
                    "real: 8883, 990, 6000, 322 (root); high: free ones (default: what the user may)");
    run->add_option("--fps", options->frames_per_second, "pictures per second of JPEG cameras")
        ->check(CLI::Range(0.1, 60.0))
        ->capture_default_str();
    run->add_option("--print-seconds", options->print_seconds, "length of a print")
        ->check(CLI::Range(1.0, 1e6))
        ->capture_default_str();
    run->add_option("--layers", options->layers, "layers of a print")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    run->add_flag("--printing", options->printing, "print at once, and again after each print");
    run->add_flag("--recorded", options->recorded,
                  "RTSPS cameras repeat two seconds, encoded once for all of them");
    run->add_flag("--no-ssdp", options->no_ssdp, "no announcements");
    run->add_flag("--no-ftps", options->no_ftps, "no file store");
    run->add_flag("--no-developer-mode", options->no_developer_mode, "refuse unsigned commands");
    run->add_flag("--json", options->json, "one JSON object per printer and line");
    run->callback([options, &status] { status = run_simulator(*options); });
}

void add_sim_controls(CLI::App& sim, int& status) {
    auto options = std::make_shared<SimControlOptions>();
    const auto add = [&](const char* name, const char* help, int (*action)(const SimControlOptions&)) {
        auto* command = sim.add_subcommand(name, help);
        add_data_option(*command, options->data);
        command->add_flag("--json", options->json, "one JSON object per printer and line");
        command->callback([options, &status, action] { status = action(*options); });
        return command;
    };
    auto* list = add("list", "the printers of a running simulator", list_simulated_printers);
    list->add_option("PRINTER", options->printer, "serial number, or all");
    auto* fault = add("fault", "make something go wrong, or clear it", set_simulated_fault);
    fault->add_option("PRINTER", options->printer, "serial number, or all")->required();
    fault
        ->add_option(
            "KIND", options->kind,
            "wrong-code, camera-stuck, camera-cut, camera-off, printer-off, printer-on, certificate-changed, "
            "slow-ftp, no-storage, second-camera-client, clear")
        ->required();
    fault->add_option(
        "VALUE", options->value,
        "slow-ftp: KB/s; second-camera-client: silence, refuse, kick; hms: 16 hexadecimal digits");
    auto* print =
        add("print", "start, pause, resume or stop a print, or a calibration", control_simulated_print);
    print->add_option("PRINTER", options->printer, "serial number, or all")->required();
    print->add_option("ACTION", options->kind, "start, calibrate, pause, resume, stop")->required();
}

void add_discover(CLI::App& app, int& status) {
    auto* discover = app.add_subcommand("discover", "printers of the network: heard, or asked for");
    auto options = std::make_shared<DiscoverOptions>();
    discover->add_option("--subnet", options->subnet,
                         "ask every address of this subnet instead of listening, such as 192.168.0.0/24");
    discover
        ->add_option("--seconds", options->seconds,
                     "how long to listen; printers announce themselves every 5 to 10 s")
        ->check(CLI::Range(0.1, 3600.0))
        ->capture_default_str();
    discover->add_option(
        "--interface", options->interfaces,
        "interface or address to listen on (repeatable; default: all that are no virtual ones)");
    discover->add_flag("--json", options->json, "one JSON object per printer and line, as it is found");
    discover->callback([options, &status] { status = gantry::cli::discover(*options); });
}

void add_sim_cloud(CLI::App& sim, int& status) {
    auto* cloud = sim.add_subcommand("cloud", "run a simulated cloud of the maker until interrupted");
    auto options = std::make_shared<SimCloudOptions>();
    cloud->add_option("--address", options->address)->check(CLI::ValidIPV4)->capture_default_str();
    cloud->add_option("--port", options->port, "0: a free one, which it prints")->capture_default_str();
    cloud->add_option("--token", options->token, "the one that it accepts")->capture_default_str();
    cloud->add_option("--serials", options->serials, "the account's printers")->delimiter(',');
    cloud->add_option("--region", options->region, "us, cn")->capture_default_str();
    cloud->add_option("--fault", options->fault,
                      "token-expired, not-for-clients, blocked, out-of-order, malformed, nothing, slow");
    cloud->callback([options, &status] { status = run_simulated_cloud(*options); });
}

void add_bambu_options(CLI::App& command, BambuOptions& options) {
    command.add_option("--region", options.region, "of the Bambu account: global, china")
        ->check(CLI::IsMember({"global", "china"}))
        ->capture_default_str();
    command.add_option("--bambu-url", options.url,
                       "another address than Bambu's, such as of `gantry sim cloud`");
}

void add_ttcode(CLI::App& app, int& status) {
    auto* ttcode = app.add_subcommand(
        "ttcode", "the camera credentials (TTCode) that Bambu's cloud gives for a printer of the account");
    auto options = std::make_shared<TtcodeOptions>();
    ttcode->add_option("DEV_ID", options->serial, "the printer's serial number")->required();
    ttcode->add_option("--token-file", options->bambu.token_file,
                       "file with the account's token; - reads standard input");
    ttcode->add_option("--token", options->bambu.token, "the token itself; others can read a command line");
    add_bambu_options(*ttcode, options->bambu);
    ttcode->add_flag("--json", options->json, "one JSON object");
    ttcode->footer("It prints secrets. Exit status: 0 printed, 1 refused, 2 nothing was asked.");
    ttcode->callback([options, &status] { status = print_ttcode(*options); });
}

void add_doctor(CLI::App& app, int& status) {
    auto* doctor = app.add_subcommand(
        "doctor", "why a printer, its camera or a Fuse does not work, step by step, and what to do");
    auto options = std::make_shared<DoctorOptions>();
    options->data = farm::default_fuse_folder();
    doctor->add_option("--printer", options->printer, "a printer's IP address")->check(CLI::ValidIPV4);
    doctor->add_option("--code", options->code, "its 8-digit access code");
    doctor->add_option("--serial", options->serial, "its serial number (default: the printer is asked)");
    doctor->add_option("--model", options->model, "its model (default: by the serial number)");
    doctor->add_option("--data", options->data, "data folder of the Fuse that is examined without --printer")
        ->capture_default_str();
    doctor->add_option("--cloud", options->cloud, "also whether a Gantry Cloud answers at this URL");
    doctor->add_option("--mqtt-port", options->mqtt_port)->capture_default_str();
    doctor->add_option("--ftps-port", options->ftps_port)->capture_default_str();
    doctor->add_option("--camera-port", options->camera_port, "0: 6000 or 322, by the model");
    doctor->add_option("--listen-seconds", options->listen_seconds, "for the printer's announcement")
        ->check(CLI::Range(1, 20))
        ->capture_default_str();
    doctor->add_option("--picture-seconds", options->picture_seconds, "for the camera's first picture")
        ->check(CLI::Range(1, 20))
        ->capture_default_str();
    doctor->add_option(
        "--bambu-token-file", options->bambu.token_file,
        "also Bambu's remote view (TUTK): file with the account's token; - reads standard input");
    add_bambu_options(*doctor, options->bambu);
    doctor->add_option("--stun", options->stun,
                       "also whether UDP gets out for it: a STUN server on the internet, host:port");
    doctor->add_option("--turn", options->turn, "also whether a TURN server relays: host:port");
    doctor->add_option("--turn-transport", options->turn_transport, "how it is reached")
        ->check(CLI::IsMember({"udp", "tcp"}))
        ->capture_default_str();
    doctor->add_option("--turn-username", options->turn_username, "of its credential");
    doctor->add_option("--turn-password-file", options->turn_password_file,
                       "file with its password; - reads standard input");
    doctor->add_option("--password-file", options->password_file,
                       "file with the password of a Fuse that asks for it here; - reads standard input");
    doctor->add_flag("--json", options->json, "one JSON object per subject and line");
    doctor->footer("Exit status: 0 all is well, 1 something failed, 2 nothing could be examined.");
    doctor->callback([options, &status] { status = examine(*options); });
}

}  // namespace
}  // namespace gantry::cli

int main(int argc, char** argv) {
    CLI::App app("Gantry: the open print-farm bridge", "gantry");
    app.set_version_flag("--version", "gantry " GANTRY_VERSION);
    app.require_subcommand(1);
    int status = 0;
    auto* sim = app.add_subcommand("sim", "simulated printers: real servers on loopback addresses");
    sim->require_subcommand(1);
    gantry::cli::add_sim_run(*sim, status);
    gantry::cli::add_sim_controls(*sim, status);
    gantry::cli::add_sim_cloud(*sim, status);
    gantry::cli::add_discover(app, status);
    gantry::cli::add_ttcode(app, status);
    gantry::cli::add_doctor(app, status);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        return app.exit(e);
    } catch (const std::exception& e) {
        return app.exit(CLI::Error("failed", e.what(), 1));
    }
    return status;
}
