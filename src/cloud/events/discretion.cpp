#include "cloud/events/discretion.hpp"

namespace gantry::cloud::events {
namespace {

farm::Print without_words(farm::Print print) {
    print.job_id.clear();
    print.name.clear();
    print.reason.clear();
    return print;
}

}  // namespace

std::vector<printers::PrinterView> for_wall(std::vector<printers::PrinterView> views, Names names) {
    int number = 0;
    for (auto& view : views) {
        view.printer.serial.clear();
        if (names == Names::shown) continue;
        view.printer.name = "Printer " + std::to_string(++number);
        view.tags.clear();
        view.state.progress.job_name.clear();
        view.state.print = without_words(std::move(view.state.print));
        if (view.state.problem) view.state.problem->detail.clear();
        view.camera = for_wall(std::move(view.camera), names);
    }
    return views;
}

printers::CameraView for_wall(printers::CameraView camera, Names names) {
    if (names == Names::hidden && camera.problem) camera.problem->detail.clear();
    return camera;
}

json::object for_wall(json::object changes, Names names) {
    if (names == Names::shown) return changes;
    if (auto* progress = changes.if_contains("progress"); progress && progress->is_object())
        progress->as_object()["job_name"] = "";
    if (auto* print = changes.if_contains("print"); print && print->is_object()) {
        for (const auto* member : {"job_id", "name", "reason"})
            print->as_object()[member] = "";
    }
    if (auto* problem = changes.if_contains("problem"); problem && problem->is_object())
        problem->as_object()["detail"] = "";
    return changes;
}

}  // namespace gantry::cloud::events
