#include <sodium.h>

#include <boost/asio/signal_set.hpp>

#include "base/exit_limit.hpp"
#include "base/supervisor.hpp"
#include "cloud/options.hpp"

namespace gantry::cloud {
namespace {

int serve(const CommandLine& line) {
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

}  // namespace
}  // namespace gantry::cloud

int main(int argc, char** argv) {
    if (sodium_init() < 0) return 1;
    const auto line = gantry::cloud::parse_command_line(argc, argv);
    gantry::log::set_level(line.level);
    try {
        return gantry::cloud::serve(line);
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
