#include "bambu/doctor/surroundings.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "net/http/client.hpp"

namespace gantry::bambu::doctor {
namespace {

constexpr std::uint64_t scarce_bytes = 500'000'000;

}  // namespace

std::string size_text(std::uint64_t bytes) {
    const auto megabytes = static_cast<double>(bytes) / 1e6;
    return megabytes >= 1000 ? fmt::format("{:.1f} GB", megabytes / 1000)
                             : fmt::format("{:.0f} MB", megabytes);
}

Finding judge_disk(std::uint64_t free_bytes) {
    const auto seen = size_text(free_bytes) + " free.";
    return free_bytes < scarce_bytes ? failed(Cause::fuse_disk_full, seen) : passed(seen);
}

Finding check_disk(const std::string& folder) {
    std::error_code error;
    const auto space = std::filesystem::space(folder, error);
    if (error) return skipped(folder + ": " + error.message());
    return judge_disk(space.available);
}

awaitable<Finding> check_cloud(std::string url, std::chrono::milliseconds limit) {
    while (url.ends_with('/'))
        url.pop_back();
    net::http::ClientRequest request{.url = url + "/healthz", .limit = limit};
    const auto answer = co_await net::http::fetch(std::move(request));
    if (!answer) co_return failed(Cause::cloud_unreachable, url + ": " + answer.error().detail + ".");
    if (answer->status != 200)
        co_return failed(Cause::cloud_unreachable,
                         fmt::format("{} answers with status {}: it is no Gantry.", url, answer->status));
    co_return passed(url + " answers.");
}

}  // namespace gantry::bambu::doctor
