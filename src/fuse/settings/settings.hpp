// What a person can switch. CurrentSettings is owned by the program; the loop's thread only.
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <vector>

#include "base/asio.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/signal.hpp"
#include "base/turnstile.hpp"
#include "fuse/storage/store.hpp"

namespace gantry::fuse::settings {

// Where the Cloud is unless somebody says otherwise.
inline constexpr auto default_gateway_url = "http://127.0.0.1:8080";

// When a frame of a timelapse is taken.
enum class TimelapseMode {
    frame_per_layer,
    five_seconds,  // spaced so that the video lasts about that long
    every_30_seconds
};
BOOST_DESCRIBE_ENUM(TimelapseMode, frame_per_layer, five_seconds, every_30_seconds)

struct Settings {
    std::string gateway_url = default_gateway_url;
    bool gateway_enabled = true;
    std::int64_t file_cache_gb = 10;  // of 10^9 bytes
    bool cameras_enabled = true;      // off: Fuse opens no camera for anything
    bool snapshots_enabled = true;
    bool remote_stream_enabled = true;  // off: the Cloud's live views are refused
    TimelapseMode timelapse_mode = TimelapseMode::frame_per_layer;
    std::int64_t timelapse_cache_gb = 2;
    bool stats_enabled = false;  // the stats server (fuse/stats)
    std::int64_t stats_port = 8889;
    std::vector<std::string> stats_origins;  // of web pages that may read along: "https://host:port"
    friend bool operator==(const Settings&, const Settings&) = default;
};
BOOST_DESCRIBE_STRUCT(Settings, (),
                      (gateway_url, gateway_enabled, file_cache_gb, cameras_enabled, snapshots_enabled,
                       remote_stream_enabled, timelapse_mode, timelapse_cache_gb, stats_enabled, stats_port,
                       stats_origins))

// What the command line has set: it wins over what is stored, and cannot be changed meanwhile.
struct Fixed {
    std::optional<std::string> gateway_url;
};

// Errors: malformed (names the member). Pure.
Result<> check(const Settings& settings);

class CurrentSettings {
public:
    // `initial` holds until a change is saved. Throws std::runtime_error when they or `fixed` are malformed.
    CurrentSettings(storage::Store& store, Settings initial, Fixed fixed = {});

    // What was stored; blocking, at the start. Throws std::runtime_error when it cannot be read.
    void load();
    const Settings& get() const { return settings_; }
    // The settings as pages see them: with the names of the members that are fixed.
    json::object view() const;
    // Members that `changes` does not name keep their value. On disk before the answer. Errors: malformed
    // (names the member), conflict (another value for what is fixed), storage; then nothing has changed.
    awaitable<Result<>> change(json::value changes);
    Signal<>& changed() { return changed_; }

private:
    void use(Settings stored);

    storage::Store& store_;
    Fixed fixed_;
    Settings stored_;
    Settings settings_;        // stored_, with what is fixed
    Turnstile one_at_a_time_;  // two changes at once must not undo each other
    Signal<> changed_;
};

}  // namespace gantry::fuse::settings
