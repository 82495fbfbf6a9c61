// What api/fuse.yaml shows, as values. Pure reads of the program's parts; the loop's thread only.
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <vector>

#include "fuse/access/access.hpp"
#include "fuse/backup/backups.hpp"
#include "fuse/communications/communications.hpp"
#include "fuse/discovery/discovery.hpp"
#include "fuse/files/files.hpp"
#include "fuse/gateway/gateway.hpp"
#include "fuse/lifecycle.hpp"
#include "fuse/printer_cameras.hpp"
#include "fuse/printers/history.hpp"
#include "fuse/snapshots/snapshots.hpp"
#include "fuse/stats/stats.hpp"
#include "fuse/transfers/transfers.hpp"

namespace gantry::fuse::web {

enum class CameraState { none, disabled, closed, connecting, streaming, failed };
BOOST_DESCRIBE_ENUM(CameraState, none, disabled, closed, connecting, streaming, failed)

struct CameraView {
    CameraState state = CameraState::none;
    std::size_t viewers = 0;
    std::int64_t picture_at = 0;
    std::optional<farm::Problem> problem;
    friend bool operator==(const CameraView&, const CameraView&) = default;
};
BOOST_DESCRIBE_STRUCT(CameraView, (), (state, viewers, picture_at, problem))

struct PrinterView {
    farm::Printer printer;
    std::string address;
    std::map<std::string, std::string> options;
    std::vector<std::string> stored_secrets;  // keys of the driver's form
    printers::CameraSwitches camera_switches;
    farm::Status status = farm::Status::offline;
    farm::PrinterState state;
    CameraView camera;
};
BOOST_DESCRIBE_STRUCT(PrinterView, (),
                      (printer, address, options, stored_secrets, camera_switches, status, state, camera))

struct LogEvent {
    std::int64_t at = 0;
    std::string level;
    std::string area;
    std::string text;
    friend bool operator==(const LogEvent&, const LogEvent&) = default;
};
BOOST_DESCRIBE_STRUCT(LogEvent, (), (at, level, area, text))

struct StatusView {
    std::string version;
    std::string host_name;
    std::int64_t started_at = 0;
    std::size_t printers_connected = 0;
    std::size_t printers_total = 0;
    gateway::CloudLink cloud;
    std::vector<LogEvent> events;
    friend bool operator==(const StatusView&, const StatusView&) = default;
};
BOOST_DESCRIBE_STRUCT(StatusView, (),
                      (version, host_name, started_at, printers_connected, printers_total, cloud, events))

// The parts that the views read and the routes use; they outlive both.
struct Parts {
    printers::Printers& printers;
    PrinterCameras& cameras;
    live::LiveSessions& live;
    settings::CurrentSettings& settings;
    activation::Activation& activation;
    gateway::Gateway& gateway;
    printers::Histories& histories;
    communications::Communications& communications;
    access::Access& access;
    discovery::Discovery& discovery;
    stats::Stats& stats;
    snapshots::Snapshots& snapshots;
    files::Files& files;
    transfers::Transfers& transfers;
    WorkerPool& pool;
    Lifecycle& lifecycle;
    backup::Backups& backups;
};

// Who watches each printer now.
using ViewerCounts = std::map<farm::PrinterId, std::size_t>;
ViewerCounts viewer_counts(const Parts& parts);
CameraView camera_view(const Parts& parts, const ViewerCounts& viewers, const farm::PrinterId& id);
// Whether a page need not be told: the same but for the rounding of the picture's time.
bool same_view(const CameraView& a, const CameraView& b);
PrinterView printer_view(const Parts& parts, const printers::PrinterSession& session);
std::vector<PrinterView> printer_views(const Parts& parts);
std::size_t connected_printers(const Parts& parts);
StatusView status_view(const Parts& parts);
json::value transfers_view(const Parts& parts);

}  // namespace gantry::fuse::web
