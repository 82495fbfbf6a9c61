#include <sodium.h>

#include <csignal>

#include "cloud/backup/backup.hpp"
#include "cloud/options.hpp"
#include "cloud/resets/locked_out.hpp"
#include "cloud/serve.hpp"
#include "net/http/url.hpp"

namespace gantry::cloud {
namespace {

int make_backup(const CommandLine& line) {
    const auto made = backup::make(line.settings.data, line.file);
    if (!made) {
        fmt::print(stderr, "No backup was made: {}\n", made.error().detail);
        return 1;
    }
    fmt::print(stderr, "The backup is in {}. Whoever has it, has all: keep it as a secret.\n", line.file);
    return 0;
}

int restore_backup(const CommandLine& line) {
    const auto restored = backup::restore(line.settings.data, line.file);
    if (!restored) {
        const bool is_known = restored.error().code != Errc::internal;
        fmt::print(stderr, "{}{}\n", is_known ? "Nothing was changed: " : "", restored.error().detail);
        return 1;
    }
    fmt::print(stderr, "The database is that of {} now{}.\n", line.file,
               restored->serving ? ", and the Cloud goes on with it" : "");
    if (!restored->former.empty())
        fmt::print(stderr, "The one before is in {}.\n", restored->former.string());
    return 0;
}

int make_reset_link(const CommandLine& line) {
    const auto& settings = line.settings;
    const auto here =
        fmt::format("http://{}:{}", net::http::bracketed(settings.server.address), settings.server.port);
    const resets::LockedOut person{.data = settings.data,
                                   .public_url = settings.public_url.empty() ? here : settings.public_url,
                                   .email = line.email,
                                   .second_factor = line.clears_second_factor ? resets::SecondFactor::clear
                                                                              : resets::SecondFactor::keep};
    const auto link = resets::make_link_for(person, {.keep = settings.keep_audit});
    if (!link) {
        fmt::print(stderr, "No link was made: {}\n", link.error().detail);
        return 1;
    }
    fmt::print("{}\n", link->reveal());
    fmt::print(stderr, "Whoever opens it within an hour sets the password of {}; it works once.\n",
               line.email);
    if (settings.public_url.empty())
        fmt::print(stderr, "With --public-url it begins with the address that people use.\n");
    return 0;
}

int run(const CommandLine& line) {
    switch (line.command) {
        case Command::serve:
            return serve(line.settings);
        case Command::backup:
            return make_backup(line);
        case Command::restore:
            return restore_backup(line);
        case Command::reset_link:
            return make_reset_link(line);
    }
    return 1;
}

}  // namespace
}  // namespace gantry::cloud

int main(int argc, char** argv) {
    if (sodium_init() < 0) return 1;
    std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error, not our end
    const auto line = gantry::cloud::parse_command_line(argc, argv);
    gantry::log::set_level(line.level);
    try {
        return gantry::cloud::run(line);
    } catch (const std::exception& e) {
        gantry::log::error("cloud", "{}", e.what());
        return 1;
    }
}
