#include "fuse/printers/bambu/replay.hpp"

#include <tuple>

#include "bambu/report/report.hpp"
#include "fuse/printers/bambu/state.hpp"

namespace gantry::fuse::printers::bambu {
namespace {

namespace lab = gantry::bambu;

class ReportReplay final : public Replay {
public:
    explicit ReportReplay(const farm::Printer& printer) : model_(lab::model_by_name(printer.model)) {
        if (model_ == nullptr) model_ = lab::model_by_serial(printer.serial);
    }

    bool is_whole(std::string_view payload) const override {
        lab::report::Document alone;
        return alone.take(payload) && alone.complete();
    }

    void take(std::string_view payload) override { std::ignore = document_.take(payload); }
    bool complete() const override { return document_.complete(); }
    const json::object& document() const override { return document_.print(); }

    farm::PrinterState state() const override {
        auto state = state_of(lab::report::status_of(document_, model_), model_);
        state.firmware = document_.firmware();
        return state;
    }

private:
    const lab::Model* model_;
    lab::report::Document document_;
};

}  // namespace

std::unique_ptr<Replay> make_replay(const farm::Printer& printer) {
    return std::make_unique<ReportReplay>(printer);
}

}  // namespace gantry::fuse::printers::bambu
