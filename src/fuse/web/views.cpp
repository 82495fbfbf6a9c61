#include "fuse/web/views.hpp"

#include "base/log.hpp"
#include "fuse/printers/options.hpp"

namespace gantry::fuse::web {
namespace {

constexpr std::size_t shown_events = 50;

CameraState state_of(cameras::FeedState state) {
    switch (state) {
        case cameras::FeedState::closed:
            return CameraState::closed;
        case cameras::FeedState::connecting:
            return CameraState::connecting;
        case cameras::FeedState::streaming:
            return CameraState::streaming;
        case cameras::FeedState::failed:
            return CameraState::failed;
    }
    return CameraState::failed;
}

std::int64_t taken_at(const cameras::Frame& frame) {
    using namespace std::chrono;
    const auto captured = std::visit([](const auto& picture) { return picture->captured_at; }, frame);
    const auto at =
        system_clock::now() - duration_cast<system_clock::duration>(steady_clock::now() - captured);
    return duration_cast<milliseconds>(at.time_since_epoch()).count();
}

}  // namespace

ViewerCounts viewer_counts(const Parts& parts) {
    ViewerCounts counts;
    for (const auto& session : parts.live.list())
        ++counts[session.printer];
    return counts;
}

bool same_view(const CameraView& a, const CameraView& b) {
    // The picture's age comes from another clock than its time.
    constexpr std::int64_t rounding_ms = 100;
    if (std::abs(a.picture_at - b.picture_at) > rounding_ms) return false;
    auto same_time = b;
    same_time.picture_at = a.picture_at;
    return a == same_time;
}

CameraView camera_view(const Parts& parts, const ViewerCounts& viewers, const farm::PrinterId& id) {
    const auto* feed = parts.cameras.known(id);
    if (feed == nullptr) return {};
    if (!parts.cameras.find(id)) return {.state = CameraState::disabled};
    const auto status = feed->status();
    CameraView view{.state = state_of(status.state)};
    if (const auto watched = viewers.find(id); watched != viewers.end()) view.viewers = watched->second;
    if (const auto picture = feed->last_picture()) view.picture_at = taken_at(*picture);
    if (status.error)
        view.problem = farm::Problem{std::string(gantry::name_of(status.error->code)), status.error->detail};
    return view;
}

PrinterView printer_view(const Parts& parts, const printers::PrinterSession& session) {
    const auto& config = session.config();
    return {.printer = config.printer,
            .address = config.address,
            .options = config.options,
            .stored_secrets = printers::stored_secrets(config),
            .camera_switches = config.switches,
            .status = farm::status_of(config.printer, session.state()),
            .state = session.state(),
            .camera = camera_view(parts, viewer_counts(parts), config.printer.id)};
}

std::vector<PrinterView> printer_views(const Parts& parts) {
    std::vector<PrinterView> views;
    for (const auto& session : parts.printers.all())
        views.push_back(printer_view(parts, *session));
    return views;
}

std::size_t connected_printers(const Parts& parts) {
    return static_cast<std::size_t>(std::ranges::count_if(parts.printers.all(), [](const auto& session) {
        return session->state().connection == farm::Connection::online;
    }));
}

StatusView status_view(const Parts& parts) {
    StatusView view{.version = GANTRY_VERSION,
                    .host_name = activation::host_name(),
                    .started_at = parts.lifecycle.started_at(),
                    .printers_total = parts.printers.all().size(),
                    .cloud = parts.gateway.link()};
    view.printers_connected = connected_printers(parts);
    auto lines = log::recent();
    if (lines.size() > shown_events) lines.erase(lines.begin(), lines.end() - shown_events);
    for (auto& line : lines)
        view.events.push_back(
            {line.at, std::string(log::name_of(line.level)), std::move(line.area), std::move(line.text)});
    return view;
}

json::value transfers_view(const Parts& parts) {
    json::array all;
    for (const auto& transfer : parts.transfers.list())
        all.push_back(to_json(transfer));
    return {{"transfers", std::move(all)}};
}

}  // namespace gantry::fuse::web
