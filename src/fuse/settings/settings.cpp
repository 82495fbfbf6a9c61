#include "fuse/settings/settings.hpp"

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/log.hpp"
#include "net/http/url.hpp"

namespace gantry::fuse::settings {
namespace {

constexpr auto record = "settings";

constexpr std::size_t max_url_bytes = 1000;
constexpr std::int64_t max_cache_gb = 10'000;
constexpr std::size_t max_origins = 20;
constexpr std::size_t max_origin_bytes = 300;

Result<> check_url(const std::string& url) {
    const auto refuse = [](std::string_view why) {
        return fail(Errc::malformed, fmt::format("gateway_url: {}, like https://cloud.example.com", why));
    };
    if (!url.starts_with("http://") && !url.starts_with("https://"))
        return refuse("begins with http:// or https://");
    if (url.size() > max_url_bytes) return refuse("is at most 1000 characters long");
    // Credentials in it would be shown and logged; the rest would be lost where the paths are added.
    if (url.find_first_of("@?#") != url.npos) return refuse("is an address without user name, ? and #");
    if (const auto parsed = net::http::parse_url(url); !parsed) return refuse("is " + parsed.error().detail);
    return {};
}

Result<> check_size(std::string_view member, std::int64_t gigabytes) {
    if (gigabytes >= 1 && gigabytes <= max_cache_gb) return {};
    return fail(Errc::malformed, fmt::format("{}: between 1 and {} GB", member, max_cache_gb));
}

// 0 lets the system choose, for tests.
Result<> check_stats(const Settings& settings) {
    if (settings.stats_port < 0 || settings.stats_port > 65'535)
        return fail(Errc::malformed, "stats_port: between 1 and 65535");
    if (settings.stats_origins.size() > max_origins)
        return fail(Errc::malformed, "stats_origins: at most 20");
    for (const auto& origin : settings.stats_origins) {
        const auto parsed = net::http::parse_url(origin);
        const bool web = origin.starts_with("http://") || origin.starts_with("https://");
        const bool bare = origin.find_first_of("/?#@", origin.find("://") + 3) == origin.npos;
        if (!web || !bare || !parsed || origin.size() > max_origin_bytes)
            return fail(Errc::malformed, "stats_origins: like https://dashboard.example.com, without a path");
    }
    return {};
}

// "snapshots_enabled = false, file_cache_gb = 3"
std::string differences(const Settings& before, const Settings& after) {
    const auto old_members = to_json(before);
    const auto new_members = to_json(after);
    std::string text;
    for (const auto& [name, member] : new_members.as_object()) {
        if (old_members.as_object().at(name) == member) continue;
        if (!text.empty()) text += ", ";
        text += fmt::format("{} = {}", std::string_view(name), to_text(member));
    }
    return text;
}

void trim(std::string& url) {
    while (url.ends_with('/'))
        url.pop_back();
}

}  // namespace

Result<> check(const Settings& settings) {
    if (auto url = check_url(settings.gateway_url); !url) return url;
    if (auto files = check_size("file_cache_gb", settings.file_cache_gb); !files) return files;
    if (auto cache = check_size("timelapse_cache_gb", settings.timelapse_cache_gb); !cache) return cache;
    return check_stats(settings);
}

CurrentSettings::CurrentSettings(storage::Store& store, Settings initial, Fixed fixed)
    : store_(store), fixed_(std::move(fixed)) {
    if (fixed_.gateway_url) trim(*fixed_.gateway_url);
    use(std::move(initial));
    if (auto fine = check(settings_); !fine) throw std::runtime_error(fine.error().detail);
}

void CurrentSettings::load() {
    const auto stored = store_.load_record(record);
    if (!stored) throw std::runtime_error("the settings cannot be read: " + stored.error().detail);
    if (!*stored) return;
    auto settings = parse_as<Settings>((*stored)->reveal());
    if (!settings) throw std::runtime_error("the settings cannot be read: " + settings.error().detail);
    use(std::move(*settings));
}

void CurrentSettings::use(Settings stored) {
    stored_ = std::move(stored);
    settings_ = stored_;
    if (fixed_.gateway_url) settings_.gateway_url = *fixed_.gateway_url;
}

json::object CurrentSettings::view() const {
    auto view = to_json(settings_).get_object();
    json::array fixed;
    if (fixed_.gateway_url) fixed.emplace_back("gateway_url");
    view["fixed"] = std::move(fixed);
    return view;
}

awaitable<Result<>> CurrentSettings::change(json::value changes) {
    const auto turn = co_await one_at_a_time_.enter();
    auto settings = settings_;
    std::string path;
    if (auto read = json_binding::read(changes, settings, path); !read) co_return read;
    trim(settings.gateway_url);
    if (auto fine = check(settings); !fine) co_return fine;
    if (settings == settings_) co_return Result<>{};
    if (fixed_.gateway_url && settings.gateway_url != *fixed_.gateway_url)
        co_return fail(Errc::conflict,
                       "gateway_url: set by --gateway-url when this Fuse was started; start it without to "
                       "change it here");
    if (fixed_.gateway_url) settings.gateway_url = stored_.gateway_url;
    Secret text(to_text(to_json(settings)));
    if (auto saved = co_await store_.save_record(record, std::move(text)); !saved) co_return saved;
    log::info("fuse.settings", "changed: {}", differences(stored_, settings));
    use(std::move(settings));
    changed_.tell();
    co_return Result<>{};
}

}  // namespace gantry::fuse::settings
