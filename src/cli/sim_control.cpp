#include "sim/control.hpp"

#include <fmt/format.h>

#include "base/log.hpp"
#include "cli/commands.hpp"
#include "cli/sim_folder.hpp"

namespace gantry::cli {
namespace {

void print_printer(const json::object& printer, bool as_json) {
    if (as_json) {
        fmt::print("{}\n", to_text(printer));
        return;
    }
    const auto text = [&printer](const char* key) { return std::string(printer.at(key).as_string()); };
    fmt::print("{}  {:<7} {:<15} {:<8} {:>3} %  access code {}\n", text("serial"), text("model"),
               text("address"), printer.at("running").as_bool() ? text("state") : "OFF",
               printer.at("percent").to_number<int>(), text("access_code"));
}

int ask(const SimControlOptions& options, const char* command) {
    sim::ControlRequest request{
        .command = command, .printer = options.printer, .kind = options.kind, .value = options.value};
    asio::io_context loop;
    Supervisor supervisor(loop.get_executor(), "sim");
    Result<json::array> answer = fail(Errc::internal, "no answer");
    supervisor.run("ask", [&]() -> awaitable<void> {
        answer = co_await sim::ask_simulator(simulator_folder(options.data), request);
    });
    loop.run();
    if (!answer) {
        log::error("sim", "{}", answer.error().detail);
        return 1;
    }
    for (const auto& printer : *answer)
        print_printer(printer.get_object(), options.json);
    return 0;
}

}  // namespace

int list_simulated_printers(const SimControlOptions& options) {
    return ask(options, "list");
}

int set_simulated_fault(const SimControlOptions& options) {
    return ask(options, "fault");
}

int control_simulated_print(const SimControlOptions& options) {
    return ask(options, "print");
}

}  // namespace gantry::cli
