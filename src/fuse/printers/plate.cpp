#include "fuse/printers/plate.hpp"

namespace gantry::fuse::printers {
namespace {

bool is_over(farm::Activity activity) {
    return activity == farm::Activity::finished || activity == farm::Activity::failed;
}

// Reports number no prints: two of one name that end alike are told apart by what was seen between them.
std::string name_of_end(const farm::PrinterState& state) {
    if (!is_over(state.activity)) return "";
    return (state.activity == farm::Activity::finished ? "finished " : "failed ") + state.progress.job_name;
}

}  // namespace

Plate after(Plate plate, const farm::PrinterState& report) {
    if (farm::has_print(report) || (is_over(report.activity) && plate.cleared != name_of_end(report))) {
        plate.in_use = true;
        plate.cleared.clear();
    }
    return plate;
}

Plate cleared(Plate plate, const farm::PrinterState& state) {
    plate.in_use = false;
    plate.cleared = name_of_end(state);
    return plate;
}

}  // namespace gantry::fuse::printers
