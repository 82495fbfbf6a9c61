#include <malloc.h>
#include <sodium.h>

#include <boost/asio/signal_set.hpp>
#include <csignal>

#include "base/descriptors.hpp"
#include "base/exit_limit.hpp"
#include "base/folder_lock.hpp"
#include "base/supervisor.hpp"
#include "cloud/backup/backup.hpp"
#include "cloud/options.hpp"
#include "cloud/resets/locked_out.hpp"

namespace gantry::cloud {
namespace {

// A large message goes back to the machine with its end. Among the small things that stay it would leave
// holes that nothing fits into, once for every page that was told a long list.
void give_large_memory_back() {
    mallopt(M_MMAP_THRESHOLD, 128 * 1024);  // as it is by default, but never more
}

// However many come: the database, the pictures and the mail server must still be reached.
std::size_t most_connections(std::size_t wanted) {
    constexpr std::size_t kept_free = 64;
    const auto limit = descriptor_limit();
    return std::min(wanted, limit > 2 * kept_free ? limit - kept_free : limit / 2);
}

int serve(CommandLine line) {
    give_large_memory_back();
    allow_many_descriptors();
    auto& connections = line.settings.server.max_connections;
    connections = most_connections(connections);
    std::filesystem::create_directories(line.settings.data);
    const auto lock = FolderLock::take(line.settings.data);
    if (!lock) throw std::runtime_error(lock.error().detail);
    asio::io_context loop(1);
    const Executor executor = loop.get_executor();
    Cloud cloud(executor, line.settings);
    Supervisor supervisor(executor, "cloud");
    bool failed = false;
    auto task = supervisor.spawn("server", [&]() -> awaitable<void> {
        std::exception_ptr failure;
        try {
            co_await cloud.run();
        } catch (...) {
            failure = std::current_exception();
        }
        failed = !is_cancellation(failure);
        loop.stop();
        if (failed) log::error("cloud", "{}", describe(failure));
    });
    asio::signal_set signals(executor, SIGINT, SIGTERM);
    signals.async_wait([&](const ErrorCode& error, int) {
        if (error) return;
        exit_within(stop_limit);
        task.cancel();
    });
    log::info("cloud", "listening on {}:{}", line.settings.server.address, cloud.port());
    loop.run();
    return failed ? 1 : 0;
}

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
        fmt::print(stderr, "Nothing was changed: {}\n", restored.error().detail);
        return 1;
    }
    fmt::print(stderr, "The database is that of {} now.\n", line.file);
    if (!restored->former.empty())
        fmt::print(stderr, "The one before is in {}.\n", restored->former.string());
    return 0;
}

int make_reset_link(const CommandLine& line) {
    const auto& settings = line.settings;
    const auto here = fmt::format("http://{}:{}", settings.server.address, settings.server.port);
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
            return serve(line);
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
    } catch (const gantry::SystemError& e) {
        const auto& server = line.settings.server;
        gantry::log::error("cloud", "cannot listen on {}:{}: {}", server.address, server.port,
                           e.code().message());
        return 1;
    } catch (const std::exception& e) {
        gantry::log::error("cloud", "{}", e.what());
        return 1;
    }
}
