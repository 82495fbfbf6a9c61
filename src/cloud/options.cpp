#include "cloud/options.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fstream>

namespace gantry::cloud {
namespace {

// Never on the command line: every user of the machine can read that.
Secret secret_of(const char* option, const std::string& file, const char* variable) {
    std::string secret;
    if (!file.empty()) {
        std::ifstream stream(file);
        if (!std::getline(stream, secret)) throw CLI::ValidationError(option, "cannot read " + file);
    } else if (const char* value = std::getenv(variable); value != nullptr) {
        secret = value;
    }
    while (!secret.empty() && std::isspace(static_cast<unsigned char>(secret.back())))
        secret.pop_back();
    return Secret(secret);
}

std::string without_slash(std::string url) {
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

void add_mail(CLI::App& app, mail::Options& mail, std::string& password_file) {
    app.add_option("--smtp-url", mail.url,
                   "Mail server, smtp://host:587 or smtps://host:465; empty: no letters");
    app.add_option("--smtp-from", mail.from, "Sender's address of letters");
    app.add_option("--smtp-user", mail.user, "Name to sign in at the mail server");
    app.add_option("--smtp-password-file", password_file,
                   "File with its password; or GANTRY_SMTP_PASSWORD in the environment");
    app.add_option("--smtp-authority", mail.authority,
                   "File with the authority of the mail server's certificate");
    app.add_flag("--smtp-plain", mail.plain, "Without TLS: for a mail server on this machine only");
}

relay::Ports ports_of(const std::string& range) {
    relay::Ports ports;
    const auto dash = range.find('-');
    const auto number = [&range](const std::string& text) {
        std::uint16_t port = 0;
        if (!CLI::detail::lexical_cast(text, port))
            throw CLI::ValidationError("--relay-ports", range + " is not FIRST-LAST");
        return port;
    };
    if (dash == std::string::npos) throw CLI::ValidationError("--relay-ports", range + " is not FIRST-LAST");
    ports.first = number(range.substr(0, dash));
    ports.last = number(range.substr(dash + 1));
    return ports;
}

void add_relay_options(CLI::App& app, relay::Options& relay) {
    app.add_flag("--relay", relay.enabled, "Start a TURN server (coturn) beside the Cloud and offer it");
    app.add_option(
        "--relay-address", relay.addresses,
        "Address it listens on and relays from (repeatable; default: listens on every one, relays from "
        "the one that this machine reaches the internet by)");
    app.add_option("--relay-host", relay.public_host,
                   "How browsers and Fuses reach it (default: the host of --public-url)");
    app.add_option("--relay-external-address", relay.external_address,
                   "Public address of this machine when a NAT maps it one to one");
    app.add_option("--relay-port", relay.port, "UDP and TCP port")->capture_default_str();
    app.add_option("--relay-tls-port", relay.tls_port, "TLS port")->capture_default_str();
    app.add_option("--relay-certificate", relay.certificate, "PEM file with the certificate chain for TLS");
    app.add_option("--relay-key", relay.key, "PEM file with its key");
    app.add_option_function<std::string>(
        "--relay-ports", [&relay](const std::string& range) { relay.relayed = ports_of(range); },
        "UDP ports that media is relayed on, FIRST-LAST (default: 49160-49959)");
    app.add_option("--relay-allow-peer", relay.allowed_peers,
                   "Private address, or range FIRST-LAST, that it may relay to (repeatable; default: none)");
}

// What the administrator could set as well; given here, it is fixed.
void add_server_options(CLI::App& app, server::Given& given) {
    app.add_option("--name", given.name, "Name of this server, as people see it");
    app.add_option("--snapshot-days", given.snapshot_days, "How long pictures of printers are kept")
        ->check(CLI::Range(1, 3'650));
    app.add_option("--snapshot-limit-mb", given.snapshot_limit_mb, "How much room they may take together")
        ->check(CLI::Range(10, 10'000'000));
    app.add_option_function<std::string>(
           "--registration",
           [&given](const std::string& who) {
               given.registration =
                   who == "open" ? server::Registration::open : server::Registration::invitation;
           },
           "Who may come: invitation or open")
        ->check(CLI::IsMember({"invitation", "open"}));
}

void add_commands(CLI::App& app, CommandLine& line) {
    const auto add = [&](const char* name, const char* help, Command command) {
        auto* added = app.add_subcommand(name, help)->fallthrough();
        added->add_option("FILE", line.file, "The backup")->required();
        added->callback([&line, command] { line.command = command; });
    };
    add("backup", "Write the database of the data folder to one file, also while the Cloud runs",
        Command::backup);
    add("restore",
        "Put a backup in the place of the database, also while the Cloud runs, which goes on with it",
        Command::restore);
    auto* link = app.add_subcommand("reset-link",
                                    "Print a link with which somebody who is locked out sets a "
                                    "new password, also while the Cloud runs")
                     ->fallthrough();
    link->add_option("E-MAIL", line.email, "With which they sign in")->required();
    link->add_flag("--clear-second-factor", line.clears_second_factor,
                   "The link also switches their second factor off");
    link->callback([&line] { line.command = Command::reset_link; });
}

}  // namespace

CommandLine parse_command_line(int argc, char** argv) {
    CommandLine line;
    auto& settings = line.settings;
    settings.data = "gantry-cloud";
    settings.server.address = "0.0.0.0";
    settings.server.port = 8080;
    settings.server.max_connections = 20'000;
    std::string secret_file;
    std::string metrics_file;
    std::string mail_password_file;
    auto audit_days = settings.keep_audit.count();
    auto code_seconds = settings.code_lifetime.count();
    const std::map<std::string, log::Level> levels = {{"debug", log::Level::debug},
                                                      {"info", log::Level::info},
                                                      {"warning", log::Level::warning},
                                                      {"error", log::Level::error}};
    CLI::App app("Gantry Cloud: the server that people open in a browser");
    app.set_version_flag("--version", "gantry-cloud " GANTRY_VERSION);
    app.add_option("--listen", settings.server.address, "Address to listen on")->capture_default_str();
    app.add_option("--port", settings.server.port, "Port to listen on")->capture_default_str();
    app.add_option("--data", settings.data, "Folder of the database")->capture_default_str();
    app.add_option("--web", settings.web, "Folder of the built web application");
    app.add_option("--public-url", settings.public_url, "How people and Fuses reach this server");
    app.add_option("--stun", settings.given.ice.stun, "STUN server, host:port (repeatable)");
    app.add_option("--turn", settings.given.ice.turn,
                   "TURN server, turn:host:port?transport=udp|tcp (repeatable)");
    app.add_option(
        "--turn-secret-file", secret_file,
        "File with the secret shared with the TURN server; or GANTRY_TURN_SECRET in the environment");
    add_relay_options(app, settings.relay);
    add_server_options(app, settings.given);
    app.add_option("--metrics-token-file", metrics_file,
                   "File with the token that /metrics asks for; or GANTRY_METRICS_TOKEN in the environment");
    app.add_option("--host-name", settings.server.host_names, "Answer only to this host name (repeatable)");
    app.add_option("--forwarded-header", settings.server.forwarded_header,
                   "Header of a reverse proxy on this machine with the client's address");
    add_mail(app, settings.given.mail, mail_password_file);
    app.add_option("--audit-days", audit_days, "How long the audit log is kept")
        ->capture_default_str()
        ->check(CLI::Range(1, 36'500));
    app.add_option("--code-seconds", code_seconds, "How long an activation code of a Fuse can be used")
        ->capture_default_str()
        ->check(CLI::Range(5, 3'600));
    add_commands(app, line);
    app.add_option("--log-level", line.level, "debug, info, warning or error")
        ->transform(CLI::CheckedTransformer(levels, CLI::ignore_case));
    try {
        app.parse(argc, argv);
        settings.given.ice.turn_secret = secret_of("--turn-secret-file", secret_file, "GANTRY_TURN_SECRET");
        settings.metrics_token = secret_of("--metrics-token-file", metrics_file, "GANTRY_METRICS_TOKEN");
        settings.given.mail.password =
            secret_of("--smtp-password-file", mail_password_file, "GANTRY_SMTP_PASSWORD");
        if (const auto checked = mail::check(settings.given.mail); !checked)
            throw CLI::ValidationError("--smtp-url, --smtp-from", checked.error().detail);
    } catch (const CLI::ParseError& e) {
        std::exit(app.exit(e));
    }
    settings.keep_audit = std::chrono::days(audit_days);
    settings.code_lifetime = std::chrono::seconds(code_seconds);
    settings.public_url = without_slash(settings.public_url);
    return line;
}

}  // namespace gantry::cloud
