#include "fuse/snapshots/snapshots.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>

#include "base/log.hpp"
#include "base/within.hpp"
#include "fuse/camera_rules.hpp"
#include "media/jpeg/header.hpp"

namespace gantry::fuse::snapshots {
namespace {

constexpr auto area = "fuse.snapshots";

std::int64_t unix_ms(std::chrono::system_clock::time_point moment) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(moment.time_since_epoch()).count();
}

farm::Problem problem_of(const Error& error) {
    return {std::string(name_of(error.code)), error.detail};
}

}  // namespace

Snapshots::Snapshots(Executor executor, printers::Printers& printers, settings::CurrentSettings& settings,
                     FindCamera find_camera, Uploads& uploads, storage::Store& store, Options options)
    : printers_(printers),
      settings_(settings),
      find_camera_(std::move(find_camera)),
      uploads_(uploads),
      options_(options),
      failed_(executor, store, options.failures_kept),
      wait_(executor, Clock::time_point::max()),
      supervisor_(executor, area) {
    subscriptions_.push_back(printers.list_changed().subscribe([this] { follow_list(); }));
    subscriptions_.push_back(
        printers.state_changed().subscribe([this](const farm::PrinterId& id) { reconsider(id); }));
    subscriptions_.push_back(
        printers.config_changed().subscribe([this](const farm::PrinterId& id) { reconsider(id); }));
    subscriptions_.push_back(settings.changed().subscribe([this] { reconsider_all(); }));
    subscriptions_.push_back(uploads.changed().subscribe([this] {
        reconsider_all();
        send_kept();
        tell_problems();
    }));
    follow_list();
}

bool Snapshots::wanted(const printers::PrinterConfig& config) const {
    const auto reason = held_up();
    if (reason && reason->code != Errc::offline) return false;
    return may_use(CameraUse::snapshots, settings_.get(), config.switches).has_value();
}

std::optional<Error> Snapshots::held_up() const {
    const auto& settings = settings_.get();
    if (!settings.cameras_enabled)
        return Error{Errc::disabled, "Cameras are switched off in Settings: no pictures are taken."};
    if (!settings.snapshots_enabled)
        return Error{Errc::disabled, "Enable snapshots is off in Settings: no pictures are taken."};
    switch (uploads_.way()) {
        case Way::none:
            return Error{Errc::conflict,
                         "No pictures are taken, because this Fuse sends none: it is not activated, Gantry "
                         "refuses it, or "
                         "its gateway connection is switched off in Settings."};
        case Way::away:
            return Error{
                Errc::offline,
                "Gantry does not answer now. The newest picture of each printer waits here and is sent "
                "when it does."};
        case Way::open:
            return std::nullopt;
    }
    return std::nullopt;
}

Snapshots::Entry* Snapshots::find(const farm::PrinterId& id) {
    const auto found = entries_.find(id);
    return found == entries_.end() ? nullptr : &found->second;
}

void Snapshots::follow_list() {
    std::erase_if(entries_, [this](const auto& entry) {
        const auto* session = printers_.find(entry.first);
        return session == nullptr || !farm::has_camera(session->config().printer);
    });
    for (const auto& session : printers_.all()) {
        const auto& printer = session->config().printer;
        if (!farm::has_camera(printer) || entries_.contains(printer.id)) continue;
        auto& entry = entries_[printer.id];
        entry.activity.printer = printer.id;
        entry.share = share_of(ever_added_++);
        reconsider(printer.id);
    }
}

void Snapshots::reconsider_all() {
    for (const auto& [id, entry] : entries_)
        reconsider(id);
}

// Follows the printer's state and the switches.
void Snapshots::reconsider(const farm::PrinterId& id) {
    auto* entry = find(id);
    const auto* session = printers_.find(id);
    if (entry == nullptr || session == nullptr) return;
    const bool is_wanted = wanted(session->config());
    if (!is_wanted) {  // what is under way or waits for the Cloud is not sent either
        entry->work.cancel();
        entry->unsent.reset();
    }
    const auto period = is_wanted ? period_of(session->state(), options_.cadence) : std::nullopt;
    if (period == entry->period) return;
    entry->period = period;
    if (!period) return schedule(*entry, Clock::time_point::max());
    const bool first = entry->activity.taken_at == 0;
    schedule(*entry, first ? Clock::now() : next_due(Clock::now(), *period, entry->share));
}

void Snapshots::schedule(Entry& entry, Clock::time_point due) {
    entry.step = Step::capture;
    entry.due = due;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(due - Clock::now());
    entry.activity.due_at = entry.period ? unix_ms(std::chrono::system_clock::now() + left) : 0;
    wait_.cancel();
    changed_.tell(entry.activity.printer);
}

// What could not be sent while the Cloud was away.
void Snapshots::send_kept() {
    if (uploads_.way() != Way::open) return;
    for (auto& [id, entry] : entries_) {
        if (!entry.unsent || entry.busy) continue;
        entry.step = Step::send_kept;
        entry.due = Clock::now();
    }
    wait_.cancel();
}

Result<std::size_t> Snapshots::refresh_all() {
    if (const auto reason = held_up(); reason && reason->code != Errc::offline)
        return std::unexpected(*reason);
    std::size_t count = 0;
    for (auto& [id, entry] : entries_) {
        if (!entry.period) continue;
        schedule(entry, Clock::now());
        ++count;
    }
    return count;
}

std::map<farm::PrinterId, Snapshots::Entry>::iterator Snapshots::earliest() {
    auto best = entries_.end();
    for (auto it = entries_.begin(); it != entries_.end(); ++it) {
        if (it->second.busy) continue;
        if (best == entries_.end() || it->second.due < best->second.due) best = it;
    }
    return best;
}

awaitable<void> Snapshots::run() {
    for (;;) {
        const auto next = earliest();
        wait_.expires_at(next == entries_.end() ? Clock::time_point::max() : next->second.due);
        ErrorCode ignored;
        co_await wait_.async_wait(asio::redirect_error(use_awaitable, ignored));
        const auto due = earliest();
        if (due == entries_.end() || due->second.due > Clock::now()) continue;
        auto& entry = due->second;
        entry.busy = true;
        const auto step = entry.step;
        schedule(entry, entry.period ? next_due(Clock::now(), *entry.period, entry.share)
                                     : Clock::time_point::max());
        entry.work = supervisor_.spawn("snapshot", [this, id = due->first, step] { return work(id, step); });
        co_await sleep_for(options_.pace);
    }
}

awaitable<void> Snapshots::work(farm::PrinterId id, Step step) {
    const std::shared_ptr<void> at_the_end(nullptr, [this, id](void*) {
        if (auto* entry = find(id)) entry->busy = false;
        wait_.cancel();
    });
    if (step == Step::capture) {
        auto picture = co_await capture(id);
        auto* entry = find(id);                             // it may be gone by now
        if (entry == nullptr || !entry->period) co_return;  // switched off meanwhile
        if (!picture) co_return note_problem(id, Step::capture, picture.error());
        entry->unsent = *picture;
        entry->activity.taken_at = unix_ms((*picture)->taken_at);
        if (entry->failed_at == Step::capture) entry->activity.problem.reset();
        changed_.tell(id);
    }
    co_await deliver(id);
}

awaitable<Result<media::jpeg::ImagePtr>> Snapshots::capture(farm::PrinterId id) {
    auto camera = find_camera_(id);
    if (!camera) co_return std::unexpected(camera.error());
    auto picture = co_await (*camera)->snapshot(options_.capture);
    if (!picture) co_return picture;
    auto clean = media::jpeg::without_metadata((*picture)->data);
    if (!clean) co_return std::unexpected(clean.error());
    co_return std::make_shared<const media::jpeg::Image>(
        media::jpeg::Image{*std::move(clean), (*picture)->captured_at, (*picture)->taken_at});
}

awaitable<void> Snapshots::deliver(farm::PrinterId id) {
    auto* entry = find(id);
    if (entry == nullptr || !entry->unsent || uploads_.way() != Way::open) co_return;
    const auto picture = entry->unsent;
    const auto sent = co_await uploads_.upload(id, picture);
    entry = find(id);
    if (entry == nullptr) co_return;
    if (!sent) co_return note_failed_upload(id, sent.error());
    if (entry->unsent == picture) entry->unsent.reset();
    if (entry->activity.problem) log::info(area, "{}: pictures arrive again", name_of_printer(id));
    entry->activity.uploaded_at = unix_ms(std::chrono::system_clock::now());
    entry->activity.problem.reset();
    changed_.tell(id);
}

// A Cloud that was away has not heard of them.
void Snapshots::tell_problems() {
    const bool was_open = std::exchange(is_open_, uploads_.way() == Way::open);
    if (was_open || !is_open_) return;
    for (const auto& [id, entry] : entries_)
        if (entry.activity.problem) uploads_.tell_problem(id, *entry.activity.problem);
}

std::string Snapshots::name_of_printer(const farm::PrinterId& id) const {
    const auto* session = printers_.find(id);
    return session != nullptr ? session->config().printer.name : id.text();
}

void Snapshots::note_problem(const farm::PrinterId& id, Step step, const Error& error) {
    auto& entry = entries_.at(id);
    const auto problem = problem_of(error);
    entry.failed_at = step;
    if (entry.activity.problem == problem) return;
    log::warning(area, "{}: no picture: {} ({})", name_of_printer(id), problem.detail, problem.code);
    entry.activity.problem = problem;
    uploads_.tell_problem(id, problem);
    changed_.tell(id);
}

void Snapshots::note_failed_upload(const farm::PrinterId& id, const Error& error) {
    const auto now = std::chrono::system_clock::now();
    failed_.add({unix_ms(now), id, problem_of(error)});
    note_problem(id, Step::send_kept, error);
}

awaitable<void> Snapshots::stop() {
    for (auto& [id, entry] : entries_)
        entry.work.cancel();
    for (auto& [id, entry] : entries_)
        co_await entry.work.join();
    co_await failed_.stop();
}

std::vector<Activity> Snapshots::activity() const {
    std::vector<Activity> all;
    all.reserve(entries_.size());
    for (const auto& [id, entry] : entries_)
        all.push_back(entry.activity);
    return all;
}

}  // namespace gantry::fuse::snapshots
