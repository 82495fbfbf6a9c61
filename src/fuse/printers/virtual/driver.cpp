#include "fuse/printers/virtual/driver.hpp"

#include "bambu/models.hpp"
#include "base/random.hpp"
#include "fuse/printers/actions.hpp"
#include "fuse/printers/virtual/link.hpp"
#include "fuse/printers/virtual/messages.hpp"
#include "fuse/printers/virtual/rules.hpp"

namespace gantry::fuse::printers::virtual_printer {
namespace {

namespace lab = gantry::bambu;

constexpr auto default_model = "X1 Carbon";

class VirtualDriver final : public Driver, private Simulator {
public:
    explicit VirtualDriver(Now now) : now_(std::move(now)) {}

    std::string name() const override { return "virtual"; }

    awaitable<Result<Identity>> identify(PrinterConfig) override {
        co_return fail(Errc::unsupported, "a virtual printer has no address");
    }

    Result<> complete(PrinterConfig& config) const override {
        if (auto fine = check(*config.simulation); !fine) return fine;
        auto& printer = config.printer;
        if (printer.model.empty()) printer.model = default_model;
        const auto* model = lab::model_by_name(printer.model);
        printer.model = model != nullptr ? std::string(model->name) : "Other";
        // 15 characters like others, and no maker's.
        if (!lab::is_serial(printer.serial)) printer.serial = "VIRTUAL" + random_text("0123456789", 8);
        printer.camera = "generated";
        return {};
    }

    farm::Limits limits(const farm::Printer& printer) const override { return limits_of(printer.model); }

    std::unique_ptr<PrinterLink> make_link(Executor executor, PrinterConfig config,
                                           LinkListener& listener) override {
        return std::make_unique<VirtualLink>(std::move(executor), std::move(config), listener, now_);
    }

    const Simulator* simulator() const override { return this; }

    std::unique_ptr<Replay> make_replay(const PrinterConfig&) const override {
        return virtual_printer::make_replay();
    }

private:
    std::size_t most() const override { return virtual_printer::most; }

    Result<> change(Simulation& simulation, const SimulationChange& change) const override {
        return apply(simulation, change, now_());
    }

    Now now_;
};

}  // namespace

std::unique_ptr<Driver> driver(Now now) {
    return std::make_unique<VirtualDriver>(std::move(now));
}

}  // namespace gantry::fuse::printers::virtual_printer
