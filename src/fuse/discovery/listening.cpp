#include "fuse/discovery/listening.hpp"

#include <fmt/format.h>

#include "base/log.hpp"

namespace gantry::fuse::discovery {
namespace {

constexpr auto area = "fuse.discovery";

farm::Problem problem_of(std::uint16_t port, const ErrorCode& error) {
    if (error == asio::error::address_in_use)
        return {std::string(name_of(Errc::busy)),
                fmt::format("UDP port {} is taken by another program that does not share it. Close that "
                            "program, or find the printers with Scan Custom Subnet",
                            port)};
    return {std::string(name_of(Errc::offline)),
            fmt::format("UDP port {} cannot be listened on ({}). Find the printers with Scan Custom Subnet",
                        port, error.message())};
}

}  // namespace

struct Listening::Door {
    std::uint16_t port;
    std::optional<farm::Problem> problem;
    std::unique_ptr<net::ssdp::Listener> listener;  // while it is open
    std::size_t malformed_before = 0;               // heard by listeners that are gone
    Task task;
};

Listening::Listening(Executor executor, std::vector<std::uint16_t> ports, std::vector<std::string> interfaces,
                     Backoff again, Events events)
    : supervisor_(std::move(executor), area),
      names_(std::move(interfaces)),
      again_(again),
      events_(std::move(events)) {
    for (const auto port : ports)
        doors_.push_back(std::make_shared<Door>(port));
}

Listening::~Listening() = default;

std::vector<net::Interface> Listening::chosen() const {
    const auto all = net::interfaces();
    return names_.empty() ? net::usual_interfaces(all) : net::interfaces_named(all, names_);
}

void Listening::start() {
    interfaces_ = chosen();
    for (const auto& door : doors_)
        door->task = supervisor_.keep_running(
            fmt::format("UDP port {}", door->port), [this, door] { return listen(door); }, again_);
}

awaitable<void> Listening::stop() {
    for (const auto& door : doors_)
        door->task.cancel();
    for (const auto& door : doors_)
        co_await door->task.join();
}

void Listening::refresh() {
    auto now = chosen();
    if (now == interfaces_) return;
    interfaces_ = std::move(now);
    for (const auto& door : doors_)
        if (door->listener) door->listener->listen_on(interfaces_);
    events_.ports_changed();
}

void Listening::open(Door& door) {
    std::optional<farm::Problem> problem;
    ErrorCode failed;
    try {
        door.listener = std::make_unique<net::ssdp::Listener>(supervisor_.executor(), door.port, interfaces_);
    } catch (const SystemError& e) {
        failed = e.code();
        problem = problem_of(door.port, failed);
    }
    if (problem != door.problem) {
        if (problem) log::warning(area, "{}", problem->detail);
        door.problem = std::move(problem);
        events_.ports_changed();
    }
    if (failed) throw SystemError(failed);
}

awaitable<void> Listening::listen(std::shared_ptr<Door> door) {
    open(*door);
    const std::shared_ptr<void> at_the_end(nullptr, [door](void*) {
        door->malformed_before += door->listener->malformed();
        door->listener.reset();
    });
    for (;;) {
        const auto heard = co_await door->listener->next();
        events_.heard(heard);
    }
}

void Listening::search(const Question& question, const std::vector<std::string>& addresses) {
    for (const auto& door : doors_) {
        const auto message = question(door->port);
        if (!message || !door->listener) continue;
        door->listener->search(*message);
        for (const auto& address : addresses)
            door->listener->search(*message, address);
    }
}

std::vector<Port> Listening::ports() const {
    std::vector<Port> ports;
    ports.reserve(doors_.size());
    for (const auto& door : doors_)
        ports.push_back({door->port, door->problem});
    return ports;
}

std::size_t Listening::malformed() const {
    std::size_t count = 0;
    for (const auto& door : doors_)
        count += door->malformed_before + (door->listener ? door->listener->malformed() : 0);
    return count;
}

}  // namespace gantry::fuse::discovery
