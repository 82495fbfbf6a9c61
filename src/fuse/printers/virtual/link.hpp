// The connection to one virtual printer, which is the printer itself. Owned by its PrinterSession; the loop's
// thread only. For this folder alone.
#pragma once

#include <optional>

#include "fuse/printers/virtual/driver.hpp"

namespace gantry::fuse::printers::virtual_printer {

class VirtualLink final : public PrinterLink {
public:
    VirtualLink(const Executor& executor, PrinterConfig config, LinkListener& listener, Now now);

    // offline when it is switched off.
    awaitable<Error> run() override;
    awaitable<Result<>> command(Command command) override;
    void simulate(Simulation simulation) override;

private:
    void report();
    awaitable<void> wait_for_news();

    farm::Printer printer_;
    std::string topic_;  // of its messages, without their kind
    Simulation simulation_;
    LinkListener& listener_;
    Now now_;
    std::optional<farm::PrinterState> reported_;
    asio::steady_timer news_;  // of the next change by itself; cancelled by every other
    bool connected_ = false;
};

}  // namespace gantry::fuse::printers::virtual_printer
