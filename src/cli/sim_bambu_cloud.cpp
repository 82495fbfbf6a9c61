#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdio>

#include "base/log.hpp"
#include "base/supervisor.hpp"
#include "cli/commands.hpp"
#include "sim/bambu_cloud/bambu_cloud.hpp"

namespace gantry::cli {

int run_simulated_cloud(const SimCloudOptions& options) {
    const auto fault = sim::parse_cloud_fault(options.fault);
    if (!fault) {
        log::error("sim", "{}", fault.error().detail);
        return 2;
    }
    sim::CloudSpec spec{.address = options.address,
                        .port = options.port,
                        .token = Secret(options.token),
                        .serials = options.serials,
                        .region = options.region,
                        .fault = *fault};
    asio::io_context loop;
    sim::BambuCloud cloud(loop.get_executor(), std::move(spec));
    Supervisor supervisor(loop.get_executor(), "sim");
    auto serving = supervisor.spawn("cloud", [&cloud] { return cloud.run(); });
    supervisor.run("signals", [&]() -> awaitable<void> {
        asio::signal_set signals(co_await asio::this_coro::executor, SIGINT, SIGTERM);
        fmt::print("ready {}\n", cloud.url());
        std::fflush(stdout);
        co_await signals.async_wait(use_awaitable);
        serving.cancel();
    });
    loop.run();
    return 0;
}

}  // namespace gantry::cli
