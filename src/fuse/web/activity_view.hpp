// What the Camera Activity page shows, as values. Pure reads of the program's parts; the loop's thread only.
#pragma once

#include "fuse/web/views.hpp"

namespace gantry::fuse::web {

// Somebody who watches now. Times are Unix milliseconds here and below; 0 = never.
struct Watching {
    std::string viewer;  // the person's name in the Cloud, or the address that our own page or a player has
    live::Way way = live::Way::here;
    std::int64_t since = 0;
    bool connected = false;
    bool relayed = false;
    std::uint64_t bytes = 0;  // sent to them
    friend bool operator==(const Watching&, const Watching&) = default;
};
BOOST_DESCRIBE_STRUCT(Watching, (), (viewer, way, since, connected, relayed, bytes))

struct CameraActivity {
    farm::PrinterId printer;
    CameraView camera;
    std::int64_t taken_at = 0;             // of the newest snapshot
    std::int64_t uploaded_at = 0;          // likewise
    std::int64_t due_at = 0;               // 0: none is due
    std::optional<farm::Problem> problem;  // of the last attempt; none when it went well
    std::vector<Watching> watching;
    std::uint64_t connections = 0;  // these since Fuse started
    std::uint64_t frames = 0;
    std::uint64_t bytes = 0;
    std::uint64_t dropped = 0;
    friend bool operator==(const CameraActivity&, const CameraActivity&) = default;
};
BOOST_DESCRIBE_STRUCT(CameraActivity, (),
                      (printer, camera, taken_at, uploaded_at, due_at, problem, watching, connections, frames,
                       bytes, dropped))

struct ActivityView {
    std::optional<farm::Problem> held_up;  // why no pictures leave at all
    std::vector<CameraActivity> cameras;   // of every printer that has one, in the printers' order
    std::vector<snapshots::FailedUpload> failed_uploads;  // the newest ones of the last day, newest first
    std::size_t failed_count = 0;                         // of the last day
};
BOOST_DESCRIBE_STRUCT(ActivityView, (), (held_up, cameras, failed_uploads, failed_count))

ActivityView activity_view(const Parts& parts);

}  // namespace gantry::fuse::web
