#include "bambu/doctor/announcement.hpp"

#include <fmt/format.h>

#include <boost/asio/redirect_error.hpp>

#include "base/supervisor.hpp"
#include "base/within.hpp"
#include "net/ssdp/listener.hpp"

namespace gantry::bambu::doctor {
namespace {

// Shared by the coroutines of the ports, which end after whoever waits.
struct Ear {
    Ear(const Executor& executor, std::string wanted) : serial(std::move(wanted)), news(executor) {}
    std::string serial;
    std::string heard_from;
    asio::steady_timer news;
};

awaitable<void> listen(std::shared_ptr<Ear> ear, std::shared_ptr<net::ssdp::Listener> listener) {
    listener->search(search(listener->port()));
    while (ear->heard_from.empty()) {
        const auto heard = co_await listener->next();
        const auto announcement = announcement_of(heard.message, heard.from);
        if (!announcement || announcement->leaving || announcement->serial != ear->serial) continue;
        ear->heard_from = announcement->address;
        ear->news.cancel();
    }
}

}  // namespace

Finding judge_announcement(const std::string& heard_from, const std::string& expected_at) {
    if (heard_from != expected_at)
        return failed(Cause::moved,
                      "The printer announces itself at " + heard_from + ", not at " + expected_at + ".");
    return passed("The printer announces itself at " + heard_from + ".");
}

Finding not_announced(std::chrono::milliseconds listened) {
    return warned(Cause::not_heard, fmt::format("Nothing was heard in {} s.",
                                                std::chrono::ceil<std::chrono::seconds>(listened).count()));
}

awaitable<Finding> listen_for(std::string serial, std::string expected_at, std::chrono::milliseconds limit,
                              std::vector<std::uint16_t> ports) {
    const auto executor = co_await asio::this_coro::executor;
    const auto ear = std::make_shared<Ear>(executor, std::move(serial));
    Supervisor supervisor(executor, "bambu.doctor");
    std::vector<Task> tasks;
    for (const auto port : ports) {
        std::shared_ptr<net::ssdp::Listener> listener;
        std::string problem;
        try {
            listener = std::make_shared<net::ssdp::Listener>(executor, port,
                                                             net::usual_interfaces(net::interfaces()));
        } catch (const SystemError& e) {
            problem = e.code().message();
        }
        if (!listener)
            co_return failed(Cause::deaf,
                             fmt::format("UDP port {} cannot be listened on: {}.", port, problem));
        tasks.push_back(supervisor.spawn("listen", [ear, listener] { return listen(ear, listener); }));
    }
    ear->news.expires_after(limit);
    ErrorCode ignored;
    co_await ear->news.async_wait(asio::redirect_error(use_awaitable, ignored));
    if (ear->heard_from.empty()) co_return not_announced(limit);
    co_return judge_announcement(ear->heard_from, expected_at);
}

}  // namespace gantry::bambu::doctor
