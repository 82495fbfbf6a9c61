#include "fuse/settings/settings.hpp"

#include "base/json.hpp"
#include "base/log.hpp"
#include "net/http/url.hpp"

namespace gantry::fuse::settings {
namespace {

constexpr auto record = "settings";

Result<> check(const Settings& settings) {
    const bool is_http =
        settings.gateway_url.starts_with("http://") || settings.gateway_url.starts_with("https://");
    if (!is_http || settings.gateway_url.size() > 1000 || !net::http::parse_url(settings.gateway_url))
        return fail(Errc::malformed, "gateway_url: an address like https://cloud.example.com is needed");
    return {};
}

}  // namespace

CurrentSettings::CurrentSettings(storage::Store& store, Settings initial)
    : store_(store), settings_(std::move(initial)) {
    if (auto fine = check(settings_); !fine) throw std::runtime_error(fine.error().detail);
}

void CurrentSettings::load() {
    const auto stored = store_.load_record(record);
    if (!stored) throw std::runtime_error("the settings cannot be read: " + stored.error().detail);
    if (!*stored) return;
    auto settings = parse_as<Settings>((*stored)->reveal());
    if (!settings) throw std::runtime_error("the settings cannot be read: " + settings.error().detail);
    settings_ = std::move(*settings);
}

awaitable<Result<>> CurrentSettings::change(json::value changes) {
    const auto turn = co_await one_at_a_time_.enter();
    auto settings = settings_;
    std::string path;
    if (auto read = json_binding::read(changes, settings, path); !read) co_return read;
    while (settings.gateway_url.ends_with('/'))
        settings.gateway_url.pop_back();
    if (auto fine = check(settings); !fine) co_return fine;
    if (settings == settings_) co_return Result<>{};
    Secret text(to_text(to_json(settings)));
    if (auto saved = co_await store_.save_record(record, std::move(text)); !saved) co_return saved;
    settings_ = std::move(settings);
    log::info("fuse.settings", "changed");
    changed_.tell();
    co_return Result<>{};
}

}  // namespace gantry::fuse::settings
