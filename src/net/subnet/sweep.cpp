#include "net/subnet/sweep.hpp"

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <optional>

#include "base/supervisor.hpp"
#include "base/within.hpp"

namespace gantry::net {
namespace {

using asio::ip::tcp;

bool no_sockets_left(const ErrorCode& error) {
    return error == asio::error::no_descriptors || error == boost::system::errc::too_many_files_open ||
           error == boost::system::errc::too_many_files_open_in_system || error == asio::error::no_memory ||
           error == asio::error::no_buffer_space;
}

awaitable<void> connect(tcp::socket& socket, tcp::endpoint target) {
    co_await socket.async_connect(target, use_awaitable);
}

// Whether something listens there. Throws when we cannot know.
awaitable<bool> answers(const std::string& address, std::uint16_t port, std::chrono::milliseconds limit) {
    tcp::socket socket(co_await asio::this_coro::executor);
    const tcp::endpoint target(asio::ip::make_address(address), port);
    try {
        ErrorCode unopened;
        socket.open(target.protocol(), unopened);
        if (unopened) throw SystemError(unopened);
        co_await within(limit, connect(socket, target));
        co_return true;
    } catch (const SystemError& e) {
        if (no_sockets_left(e.code()) || e.code() == asio::error::operation_aborted) throw;
        co_return false;
    }
}

// What the probes share.
struct Probes {
    Sweep sweep;
    std::uint32_t next = 0;
    std::optional<ErrorCode> failed;
};

awaitable<void> ask(const Sweep& sweep, const std::string& address) {
    if (sweep.skip && sweep.skip(address)) co_return;
    for (const auto port : sweep.ports) {
        if (co_await answers(address, port, sweep.limit)) co_await sweep.on_open(address, port);
    }
}

awaitable<void> ask_one_after_another(Probes& probes) {
    while (probes.next < probes.sweep.subnet.hosts() && !probes.failed) {
        const auto address = probes.sweep.subnet.host(probes.next++);
        try {
            co_await ask(probes.sweep, address);
        } catch (const SystemError& e) {
            if (!no_sockets_left(e.code())) throw;
            probes.failed = e.code();
            co_return;
        }
        if (probes.sweep.on_done) probes.sweep.on_done();
    }
}

awaitable<void> end(std::vector<Task>& tasks) {
    for (auto& task : tasks)
        task.cancel();
    for (auto& task : tasks)
        co_await task.join();
}

}  // namespace

awaitable<Result<>> sweep(Sweep sweep) {
    Probes probes{.sweep = std::move(sweep)};
    Supervisor supervisor(co_await asio::this_coro::executor, "net.sweep");
    const auto count = std::min<std::size_t>(probes.sweep.at_once, probes.sweep.subnet.hosts());
    std::vector<Task> tasks;
    tasks.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        tasks.push_back(supervisor.spawn("probe", [&probes] { return ask_one_after_another(probes); }));
    std::exception_ptr cancelled;
    try {
        for (auto& task : tasks)
            co_await task.join();
    } catch (const SystemError&) {
        cancelled = std::current_exception();
    }
    if (cancelled) {
        co_await asio::this_coro::reset_cancellation_state();
        co_await end(tasks);  // they refer to what is ours
        std::rethrow_exception(cancelled);
    }
    if (probes.failed)
        co_return fail(Errc::busy, "the system gives no more sockets (" + probes.failed->message() +
                                       "): raise the limit of open files (ulimit -n) or scan later");
    co_return Result<>{};
}

}  // namespace gantry::net
