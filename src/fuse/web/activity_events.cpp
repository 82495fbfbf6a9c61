#include "fuse/web/activity_events.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>

namespace gantry::fuse::web {
namespace {

constexpr auto coalesce = 250ms;
constexpr auto look_every = 1s;  // at what only counts

std::string text_of(const ActivityView& view, bool fresh) {
    auto event = to_json(view).as_object();
    event["type"] = "activity";
    event["fresh"] = fresh;
    return to_text(event);
}

// A picture's time differs by a rounding from one look to the next.
void keep_time(const CameraActivity& told, CameraActivity& now) {
    if (same_view(told.camera, now.camera)) now.camera.picture_at = told.camera.picture_at;
}

}  // namespace

ActivityEvents::ActivityEvents(const Executor& executor, Parts parts)
    : parts_(parts), news_(executor, asio::steady_timer::time_point::max()) {
    const auto note = [this](const auto&...) { note_change(); };
    subscriptions_.push_back(parts_.snapshots.changed().subscribe(note));
    subscriptions_.push_back(parts_.live.changed().subscribe(note));
    subscriptions_.push_back(parts_.cameras.changed().subscribe(note));
    subscriptions_.push_back(parts_.printers.list_changed().subscribe(note));
    subscriptions_.push_back(parts_.settings.changed().subscribe(note));
    subscriptions_.push_back(parts_.gateway.changed().subscribe(note));
}

void ActivityEvents::note_change() {
    changed_ = true;
    if (!pages_->empty()) news_.cancel();
}

awaitable<void> ActivityEvents::run() {
    for (;;) {
        if (pages_->empty() || !changed_) {
            news_.expires_at(pages_->empty() ? asio::steady_timer::time_point::max()
                                             : std::chrono::steady_clock::now() + look_every);
            ErrorCode ignored;
            co_await news_.async_wait(asio::redirect_error(use_awaitable, ignored));
        }
        publish();
        co_await sleep_for(coalesce);
    }
}

awaitable<void> ActivityEvents::serve(std::unique_ptr<net::websocket::Connection> connection) {
    auto* page = connection.get();
    // What others are not told yet must not be missing in what this page is told next.
    if (pages_->empty())
        told_ = activity_view(parts_);
    else
        publish();
    page->send(text_of(told_, true));
    pages_->insert(page);
    const std::shared_ptr<void> at_the_end(nullptr, [pages = pages_, page](void*) { pages->erase(page); });
    news_.cancel();
    while (co_await page->read()) {
        // Pages have nothing to say; reading notices when they leave.
    }
}

bool ActivityEvents::same_cameras(const ActivityView& view) const {
    return std::ranges::equal(view.cameras, told_.cameras, {}, &CameraActivity::printer,
                              &CameraActivity::printer);
}

void ActivityEvents::publish() {
    if (pages_->empty()) return;
    changed_ = false;
    auto view = activity_view(parts_);
    const bool fresh = !same_cameras(view);
    auto news = view;
    if (!fresh) {
        news.cameras.clear();
        for (std::size_t i = 0; i < view.cameras.size(); ++i) {
            keep_time(told_.cameras[i], view.cameras[i]);
            if (view.cameras[i] != told_.cameras[i]) news.cameras.push_back(view.cameras[i]);
        }
    }
    const bool same = !fresh && news.cameras.empty() && view.held_up == told_.held_up &&
                      view.failed_uploads == told_.failed_uploads;
    told_ = std::move(view);
    if (same) return;
    const auto text = text_of(news, fresh);
    for (auto* page : *pages_)
        page->send(text);
}

}  // namespace gantry::fuse::web
