#include "fuse/printers/print.hpp"

#include <algorithm>

#include "base/random.hpp"

namespace gantry::fuse::printers {
namespace {

using farm::Activity;
using farm::PrintResult;

// Some firmware gives the reason of an end a moment after it.
constexpr std::int64_t reasons_come_within_ms = 10'000;

bool is_over(Activity activity) {
    return activity == Activity::finished || activity == Activity::failed;
}

bool differ(const std::string& one, const std::string& other) {
    return !one.empty() && !other.empty() && one != other;
}

// Of what came after a gap. Without numbers two prints of one name are told apart by their progress.
bool is_another(const farm::Print& print, const farm::PrinterState& report, const Sight& sight) {
    if (differ(print.job_id, report.print.job_id)) return true;
    if (!print.job_id.empty() && print.job_id == report.print.job_id) return false;
    const auto& progress = report.progress;
    if (differ(print.name, progress.job_name)) return true;
    return farm::has_print(report) && farm::has_print(sight.before) &&
           progress.layer < sight.before.progress.layer;
}

// Reports that follow one another: a print never goes back to its preparation. Its name may come late.
bool is_next(const farm::PrinterState& report, const Sight& sight) {
    const auto before = sight.before.activity;
    if (report.activity != Activity::preparing) return false;
    if (before != Activity::printing && before != Activity::paused) return false;
    return report.progress.layer < sight.before.progress.layer ||
           differ(sight.before.progress.job_name, report.progress.job_name) ||
           differ(sight.said_before.job_id, report.print.job_id);
}

// The print error, which comes last, or the worst of what the printer complains about.
std::string reason_of(const farm::PrinterState& report) {
    const farm::Fault* worst = nullptr;
    for (const auto& fault : report.faults) {
        if (!fault.code.starts_with("HMS_")) worst = &fault;
    }
    for (const auto& fault : report.faults) {
        if (fault.severity < farm::Severity::serious || worst != nullptr) continue;
        worst = &fault;
    }
    if (worst == nullptr) return "";
    return worst->text.empty() ? worst->code : worst->text + " (" + worst->code + ")";
}

farm::Print named(farm::Print print, const farm::PrinterState& report) {
    if (!report.progress.job_name.empty()) print.name = report.progress.job_name;
    if (!report.print.job_id.empty()) print.job_id = report.print.job_id;
    return print;
}

farm::Print begun(const farm::PrinterState& report, const Sight& sight) {
    const farm::Print print{.id = random_id(),
                            .started_at = sight.gap == Gap::none ? sight.now : 0,
                            .result = PrintResult::running};
    return named(print, report);
}

PrintResult result_of(const farm::PrinterState& report, const Sight& sight) {
    if (report.activity == Activity::finished) return PrintResult::finished;
    const bool cancelled =
        report.print.result == PrintResult::cancelled || sight.said_before.result == PrintResult::cancelled;
    if (report.activity == Activity::failed) return cancelled ? PrintResult::cancelled : PrintResult::failed;
    if (report.own_job) return PrintResult::unknown;
    // Stopped prints of some firmware leave an idle printer.
    return sight.gap == Gap::none ? PrintResult::cancelled : PrintResult::unknown;
}

farm::Print ended(farm::Print print, const farm::PrinterState& report, const Sight& sight) {
    print.result = result_of(report, sight);
    if (print.result == PrintResult::failed) print.reason = reason_of(report);
    if (sight.gap == Gap::none) print.ended_at = std::max(sight.now, print.started_at);
    return print;
}

// It began and ended while nobody looked.
farm::Print missed(const farm::PrinterState& report, const Sight& sight) {
    return named(ended({.id = random_id()}, report, sight), report);
}

farm::Print explained(farm::Print print, const farm::PrinterState& report) {
    if (report.print.result == PrintResult::cancelled)
        print.result = PrintResult::cancelled;
    else if (print.reason.empty())
        print.reason = reason_of(report);
    return print;
}

}  // namespace

farm::Print after(farm::Print print, const farm::PrinterState& report, const Sight& sight) {
    if (report.activity == Activity::unknown) return print;
    const bool runs = print.result == PrintResult::running;
    const bool gap = sight.gap == Gap::some;
    if (farm::has_print(report)) {
        if (!runs || (gap ? is_another(print, report, sight) : is_next(report, sight)))
            return begun(report, sight);
        return named(std::move(print), report);
    }
    const bool other_end =
        gap && !print.id.empty() && is_over(report.activity) && is_another(print, report, sight);
    if (other_end) return missed(report, sight);
    if (runs) return ended(std::move(print), report, sight);
    const bool just_failed = print.result == PrintResult::failed && report.activity == Activity::failed &&
                             print.ended_at != 0 && sight.now - print.ended_at < reasons_come_within_ms;
    return just_failed ? explained(std::move(print), report) : print;
}

}  // namespace gantry::fuse::printers
