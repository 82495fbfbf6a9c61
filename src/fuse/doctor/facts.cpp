#include "fuse/doctor/facts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bambu/doctor/causes.hpp"
#include "fuse/camera_rules.hpp"

namespace gantry::fuse::doctor {
namespace {

namespace lab = bambu::doctor;
using lab::Cause;

// A failure for whoever asks from the Cloud; a fact for a page of Fuse itself.
Finding remote_finding(Asker asker, Cause cause, std::string seen) {
    return asker == Asker::cloud ? lab::failed(cause, std::move(seen)) : lab::warned(cause, std::move(seen));
}

std::string sentence(std::string text) {
    return text.ends_with('.') ? text : text + ".";
}

struct Failures {
    std::size_t count = 0;
    std::optional<farm::Problem> last;
};

Failures failures_of(const snapshots::Snapshots& snapshots, const farm::PrinterId& printer) {
    Failures failures;
    for (const auto& failed : snapshots.failed_uploads()) {
        if (failed.printer != printer) continue;
        ++failures.count;
        failures.last = failed.problem;
    }
    return failures;
}

std::string count_text(std::size_t count) {
    return count == 1 ? "One upload of the last 24 hours failed"
                      : fmt::format("{} uploads of the last 24 hours failed", count);
}

}  // namespace

Finding judge_camera_switch(const settings::Settings& settings, const printers::CameraSwitches& own) {
    const auto may = may_use(CameraUse::open, settings, own);
    return may ? passed("Cameras is on.") : lab::failed(Cause::cameras_off, sentence(may.error().detail));
}

Finding judge_remote(const settings::Settings& settings, const printers::CameraSwitches& own, Asker asker) {
    if (!settings.remote_stream_enabled)
        return remote_finding(asker, Cause::remote_off, "Allow remote stream access is off.");
    if (!own.remote_stream_enabled)
        return remote_finding(asker, Cause::remote_off,
                              "Allow remote stream access is off for this printer.");
    return passed("Allow remote stream access is on.");
}

Finding judge_link(const gateway::CloudLink& link, Asker asker) {
    const auto detail = link.problem ? link.problem->detail : std::string("No connection to Gantry.");
    switch (link.state) {
        case gateway::CloudState::connected:
            return passed("Connected to " + link.url + ".");
        case gateway::CloudState::not_activated:
            return remote_finding(asker, Cause::not_activated, "This Fuse belongs to no store.");
        case gateway::CloudState::disabled:
            return remote_finding(asker, Cause::cloud_disabled, "The gateway connection is switched off.");
        case gateway::CloudState::refused:
            return remote_finding(asker, Cause::cloud_refused, detail);
        case gateway::CloudState::connecting:
        case gateway::CloudState::offline:
            return remote_finding(asker, Cause::cloud_unreachable, detail);
    }
    return skipped("");
}

Finding judge_snapshots(const settings::Settings& settings, const printers::CameraSwitches& own,
                        const snapshots::Snapshots& snapshots, const farm::PrinterId& printer) {
    if (!settings.snapshots_enabled) return lab::warned(Cause::snapshots_off, "Enable snapshots is off.");
    if (!own.snapshots_enabled)
        return lab::warned(Cause::snapshots_off, "Enable snapshots is off for this printer.");
    const auto all = snapshots.activity();
    const auto known = std::ranges::find(all, printer, &snapshots::Activity::printer);
    if (known == all.end()) return skipped("None was due yet.");
    const auto [count, last] = failures_of(snapshots, printer);
    if (known->problem && known->problem == last)
        return lab::warned(Cause::snapshot_failing,
                           fmt::format("{}, the last one so: {}", count_text(count), sentence(last->detail)));
    if (known->problem) return lab::warned(Cause::snapshot_not_taken, sentence(known->problem->detail));
    if (known->uploaded_at == 0) return skipped("None was sent yet.");
    return passed(count == 0 ? "The last one reached Gantry."
                             : "The last one reached Gantry. " + count_text(count) + ".");
}

Finding judge_storage(const Result<>& reached) {
    if (reached) return passed("It answers this Fuse.");
    return lab::warned(Cause::snapshot_storage, sentence(reached.error().detail));
}

}  // namespace gantry::fuse::doctor
