#include <charconv>

#include "fuse/camera_rules.hpp"
#include "fuse/web/routes.hpp"
#include "media/jpeg/header.hpp"

namespace gantry::fuse::web {
namespace {

using net::http::problem;
using net::http::Request;
using net::http::Response;

constexpr auto picture_limit = 15s;
constexpr std::chrono::seconds longest_kept = 30 * 24h;

// What a camera writes beside its picture (where, when, by what) is nobody's.
Response picture(const media::jpeg::Image& image) {
    auto clean = media::jpeg::without_metadata(image.data);
    if (!clean) return problem(clean.error());
    Response response;
    response.headers["content-type"] = "image/jpeg";
    response.headers["cache-control"] = "no-store";
    response.body = as_text(*clean);
    return response;
}

std::chrono::seconds max_age_of(const Request& request) {
    int seconds = 10;
    if (const auto found = request.query.find("max_age"); found != request.query.end())
        std::from_chars(found->second.data(), found->second.data() + found->second.size(), seconds);
    return std::clamp(std::chrono::seconds(seconds), 0s, longest_kept);
}

awaitable<Response> snapshot(Parts parts, Request request) {
    const auto feed = parts.cameras.find(farm::PrinterId(request.part("id")));
    if (!feed) co_return problem(feed.error());
    const auto& own = parts.printers.find(farm::PrinterId(request.part("id")))->config().switches;
    if (auto allowed = may_use(CameraUse::snapshots, parts.settings.get(), own); !allowed)
        co_return problem(allowed.error());
    auto taken = co_await (*feed)->snapshot(picture_limit, max_age_of(request));
    co_return taken ? picture(**taken) : problem(taken.error());
}

}  // namespace

void add_camera_routes(net::http::Router& router, Parts parts) {
    router.add({.pattern = "/api/printers/{id}/snapshot.jpg",
                .permission = watcher,
                .handler = [parts](Request request) { return snapshot(parts, std::move(request)); }});
}

}  // namespace gantry::fuse::web
