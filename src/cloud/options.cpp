#include "cloud/options.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fstream>

namespace gantry::cloud {
namespace {

// Never on the command line: every user of the machine can read that.
Secret turn_secret(const std::string& file) {
    std::string secret;
    if (!file.empty()) {
        std::ifstream stream(file);
        if (!std::getline(stream, secret))
            throw CLI::ValidationError("--turn-secret-file", "cannot read " + file);
    } else if (const char* value = std::getenv("GANTRY_TURN_SECRET"); value != nullptr) {
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

}  // namespace

CommandLine parse_command_line(int argc, char** argv) {
    CommandLine line;
    auto& settings = line.settings;
    settings.data = "gantry-cloud";
    settings.server.address = "0.0.0.0";
    settings.server.port = 8080;
    std::string secret_file;
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
    app.add_option("--stun", settings.ice.stun, "STUN server, host:port (repeatable)");
    app.add_option("--turn", settings.ice.turn, "TURN server, turn:host:port?transport=udp|tcp (repeatable)");
    app.add_option(
        "--turn-secret-file", secret_file,
        "File with the secret shared with the TURN server; or GANTRY_TURN_SECRET in the environment");
    app.add_option("--host-name", settings.server.host_names, "Answer only to this host name (repeatable)");
    app.add_option("--forwarded-header", settings.server.forwarded_header,
                   "Header of a reverse proxy on this machine with the client's address");
    app.add_option("--log-level", line.level, "debug, info, warning or error")
        ->transform(CLI::CheckedTransformer(levels, CLI::ignore_case));
    try {
        app.parse(argc, argv);
        settings.ice.turn_secret = turn_secret(secret_file);
    } catch (const CLI::ParseError& e) {
        std::exit(app.exit(e));
    }
    settings.public_url = without_slash(settings.public_url);
    return line;
}

}  // namespace gantry::cloud
