#include "fuse/printers/virtual/link.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/describe/enum_to_string.hpp>

#include "bambu/faults.hpp"
#include "fuse/printers/virtual/messages.hpp"
#include "fuse/printers/virtual/rules.hpp"
#include "fuse/printers/virtual/state.hpp"

namespace gantry::fuse::printers::virtual_printer {
namespace {

const Error switched_off{Errc::offline,
                         "This virtual printer is switched off. Switch it on in its controls."};

}  // namespace

VirtualLink::VirtualLink(const Executor& executor, PrinterConfig config, LinkListener& listener, Now now)
    : printer_(std::move(config.printer)),
      topic_("device/" + printer_.serial + "/"),
      simulation_(config.simulation.value_or(Simulation{})),
      listener_(listener),
      now_(std::move(now)),
      news_(executor) {}

awaitable<Error> VirtualLink::run() {
    if (!simulation_.online) co_return switched_off;
    connected_ = true;
    const std::shared_ptr<void> at_the_end(nullptr, [this](void*) { connected_ = false; });
    listener_.on_connected({});
    while (simulation_.online) {
        report();
        co_await wait_for_news();
    }
    co_return switched_off;
}

awaitable<void> VirtualLink::wait_for_news() {
    const auto next = next_change(simulation_, now_());
    news_.expires_at(next ? std::chrono::steady_clock::now() + *next
                          : std::chrono::steady_clock::time_point::max());
    ErrorCode ignored;
    co_await news_.async_wait(asio::redirect_error(use_awaitable, ignored));
}

void VirtualLink::report() {
    auto state = state_at(printer_, simulation_, now_());
    if (state == reported_) return;
    const auto payload = report_text(reported_, state);
    const auto topic = topic_ + "report";
    listener_.on_message({Direction::receive, topic, "report", payload});
    reported_ = state;
    listener_.on_report(std::move(state));
}

void VirtualLink::simulate(Simulation simulation) {
    simulation_ = std::move(simulation);
    if (connected_ && simulation_.online) report();
    news_.cancel();
}

awaitable<Result<>> VirtualLink::command(Command command) {
    if (!connected_) co_return fail(Errc::offline, "the printer is not connected");
    if (reported_ && reported_->developer_mode_off)
        co_return fail(Errc::rejected, std::string(gantry::bambu::developer_mode_advice));
    const auto payload = command_text(command);
    const std::string name = boost::describe::enum_to_string(command.action, "command");
    const auto topic = topic_ + "request";
    listener_.on_message({Direction::send, topic, name, payload});
    if (auto done = act(simulation_, command, now_()); !done) co_return done;
    listener_.on_simulation(simulation_);
    report();
    news_.cancel();
    co_return Result<>{};
}

}  // namespace gantry::fuse::printers::virtual_printer
