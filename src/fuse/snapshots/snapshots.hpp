// Takes each printer's preview picture when it is due and sends it out, one printer after another. Works only
// while somebody wants pictures (the settings, and a Cloud to send them to). Owned by the program; the loop's
// thread only. What it is given outlives it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "base/supervisor.hpp"
#include "fuse/cameras/feed.hpp"
#include "fuse/printers/printers.hpp"
#include "fuse/settings/settings.hpp"
#include "fuse/snapshots/failed_uploads.hpp"
#include "fuse/snapshots/schedule.hpp"
#include "fuse/snapshots/uploads.hpp"

namespace gantry::fuse::snapshots {

// Moments are Unix milliseconds; 0 = never.
struct Activity {
    farm::PrinterId printer;
    std::int64_t taken_at = 0;
    std::int64_t uploaded_at = 0;
    std::int64_t due_at = 0;
    std::optional<farm::Problem> problem;  // of the last attempt; none when it went well
    friend bool operator==(const Activity&, const Activity&) = default;
};
BOOST_DESCRIBE_STRUCT(Activity, (), (printer, taken_at, uploaded_at, due_at, problem))

struct Options {
    Cadence cadence;
    std::chrono::milliseconds pace{110};        // between two beginnings: fewer than ten in any second
    std::chrono::milliseconds capture{15'000};  // for a camera to give a picture
    std::chrono::hours failures_kept{24};
};

class Snapshots {
public:
    // Errors as PrinterCameras::find.
    using FindCamera = std::function<Result<std::shared_ptr<cameras::CameraFeed>>(const farm::PrinterId&)>;

    Snapshots(Executor executor, printers::Printers& printers, settings::CurrentSettings& settings,
              FindCamera find_camera, Uploads& uploads, storage::Store& store, Options options = {});

    // Until cancelled.
    awaitable<void> run();
    // Ends what is under way. After run().
    awaitable<void> stop();

    // A picture of every printer that can be reached, now; returns how many. Errors: disabled and conflict,
    // as held_up.
    Result<std::size_t> refresh_all();
    // Why no pictures are taken (disabled, conflict) or why they wait here (offline).
    std::optional<Error> held_up() const;

    // As Uploads::reach.
    awaitable<Result<>> reach_storage() { return uploads_.reach(); }

    std::vector<Activity> activity() const;
    // Newest last; of the last day, at most 1,000; those before a restart too.
    std::vector<FailedUpload> failed_uploads() const { return failed_.all(); }
    // The activity of a printer has changed.
    Signal<farm::PrinterId>& changed() { return changed_; }

private:
    using Clock = std::chrono::steady_clock;
    enum class Step { capture, send_kept };
    struct Entry {
        double share = 0;
        std::optional<std::chrono::milliseconds> period;
        Clock::time_point due = Clock::time_point::max();
        Step step = Step::capture;
        bool busy = false;
        Task work;                     // under way while busy
        media::jpeg::ImagePtr unsent;  // the newest, until it is out
        Activity activity;
        Step failed_at = Step::capture;  // what activity.problem is about
    };

    bool wanted(const printers::PrinterConfig& config) const;
    void follow_list();
    void reconsider(const farm::PrinterId& id);
    void reconsider_all();
    void send_kept();
    void tell_problems();
    void schedule(Entry& entry, Clock::time_point due);
    Entry* find(const farm::PrinterId& id);
    std::map<farm::PrinterId, Entry>::iterator earliest();

    awaitable<void> work(farm::PrinterId id, Step step);
    awaitable<Result<media::jpeg::ImagePtr>> capture(farm::PrinterId id);
    awaitable<void> deliver(farm::PrinterId id);
    void note_problem(const farm::PrinterId& id, Step step, const Error& error);
    void note_failed_upload(const farm::PrinterId& id, const Error& error);
    std::string name_of_printer(const farm::PrinterId& id) const;

    printers::Printers& printers_;
    settings::CurrentSettings& settings_;
    FindCamera find_camera_;
    Uploads& uploads_;
    Options options_;
    std::map<farm::PrinterId, Entry> entries_;
    std::size_t ever_added_ = 0;
    FailedUploads failed_;
    asio::steady_timer wait_;  // until the next is due; cancelled when that changes
    bool is_open_ = false;     // the way to the Cloud, when we last looked
    Signal<farm::PrinterId> changed_;
    Supervisor supervisor_;
    std::vector<Subscription> subscriptions_;
};

}  // namespace gantry::fuse::snapshots
