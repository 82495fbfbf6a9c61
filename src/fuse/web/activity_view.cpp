#include "fuse/web/activity_view.hpp"

#include <algorithm>
#include <ranges>

namespace gantry::fuse::web {
namespace {

constexpr std::size_t shown_failures = 100;

std::int64_t unix_ms(std::chrono::system_clock::time_point moment) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(moment.time_since_epoch()).count();
}

Watching watching_of(const live::LiveSession& session) {
    return {.viewer = session.viewer,
            .way = session.way,
            .since = unix_ms(session.opened_at),
            .connected = session.stats.connected,
            .relayed = session.stats.relayed,
            .bytes = session.stats.bytes};
}

void add_snapshot(const snapshots::Activity& snapshot, CameraActivity& activity) {
    activity.taken_at = snapshot.taken_at;
    activity.uploaded_at = snapshot.uploaded_at;
    activity.due_at = snapshot.due_at;
    activity.problem = snapshot.problem;
}

void add_counters(const cameras::FeedCounters& counters, CameraActivity& activity) {
    activity.connections = counters.connections;
    activity.frames = counters.frames;
    activity.bytes = counters.bytes;
    activity.dropped = counters.dropped;
}

}  // namespace

ActivityView activity_view(const Parts& parts) {
    std::map<farm::PrinterId, CameraActivity> known;
    for (const auto& snapshot : parts.snapshots.activity())
        add_snapshot(snapshot, known[snapshot.printer]);
    for (const auto& session : parts.live.list())
        known[session.printer].watching.push_back(watching_of(session));
    const auto viewers = viewer_counts(parts);
    ActivityView view;
    if (const auto reason = parts.snapshots.held_up())
        view.held_up = farm::Problem{std::string(name_of(reason->code)), reason->detail};
    for (const auto& session : parts.printers.all()) {
        const auto& id = session->config().printer.id;
        const auto* feed = parts.cameras.known(id);
        if (feed == nullptr) continue;
        auto& activity = known[id];
        activity.printer = id;
        activity.camera = camera_view(parts, viewers, id);
        std::ranges::sort(activity.watching, {}, &Watching::since);
        add_counters(feed->status().counters, activity);
        view.cameras.push_back(std::move(activity));
    }
    const auto failed = parts.snapshots.failed_uploads();
    view.failed_count = failed.size();
    for (const auto& one : failed | std::views::reverse | std::views::take(shown_failures))
        view.failed_uploads.push_back(one);
    return view;
}

}  // namespace gantry::fuse::web
