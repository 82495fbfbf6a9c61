#include "fuse/web/events.hpp"

#include "base/log.hpp"
#include "base/within.hpp"
#include "farm/gateway/messages.hpp"

namespace gantry::fuse::web {
namespace {

constexpr auto pace = 250ms;     // of one printer
constexpr auto look_every = 1s;  // at the log and at viewers, which tell nobody

json::value status_event(const StatusView& status) {
    return {{"type", "status"}, {"status", to_json(status)}};
}

json::value activation_event(const Parts& parts) {
    return {{"type", "activation"}, {"activation", to_json(parts.activation.view())}};
}

json::value transfers_event(const Parts& parts) {
    return {{"type", "transfers"}, {"transfers", transfers_view(parts).at("transfers")}};
}

json::value settings_event(const Parts& parts) {
    return {{"type", "settings"}, {"settings", parts.settings.view()}};
}

}  // namespace

Events::Events(const Executor& executor, Parts parts, ViewCache& cache)
    : parts_(parts), cache_(cache), changes_(executor, parts.printers, pace) {
    subscriptions_.push_back(
        parts_.activation.changed().subscribe([this] { send(activation_event(parts_)); }));
    subscriptions_.push_back(parts_.settings.changed().subscribe([this] { send(settings_event(parts_)); }));
    subscriptions_.push_back(parts_.printers.list_changed().subscribe([this] { publish_printers(); }));
    subscriptions_.push_back(parts_.files.changed().subscribe([this] { send({{"type", "files"}}); }));
    subscriptions_.push_back(parts_.transfers.changed().subscribe([this] { send(transfers_event(parts_)); }));
    subscriptions_.push_back(parts_.gateway.changed().subscribe([this] { changes_.wake(); }));
    subscriptions_.push_back(parts_.cameras.changed().subscribe([this](const farm::PrinterId& id) {
        cameras_.insert(id);
        changes_.wake();
    }));
}

awaitable<void> Events::run() {
    for (;;) {
        try {
            const auto changed = co_await within(look_every, changes_.next());
            for (const auto& id : changed)
                publish_printer(id);
            publish_cameras();
        } catch (const SystemError& e) {
            if (e.code() != asio::error::timed_out) throw;
            publish_viewers();
        }
        if (status_is_due()) publish_status();
    }
}

awaitable<void> Events::serve(std::unique_ptr<net::websocket::Connection> connection) {
    auto* page = connection.get();
    // What others are not told yet must not be missing in what this page is told next.
    publish();
    greet(*page);
    pages_->insert(page);
    const std::shared_ptr<void> at_the_end(nullptr, [pages = pages_, page](void*) { pages->erase(page); });
    while (co_await page->read()) {
        // Pages have nothing to say; reading notices when they leave.
    }
}

void Events::greet(net::websocket::Connection& connection) {
    if (pages_->empty()) {
        status_ = status_view(parts_);
        newest_line_ = log::newest();
        told_.clear();
        for (auto& view : printer_views(parts_))
            told_[view.printer.id] = std::move(view);
    }
    connection.send(to_text(status_event(status_)));
    connection.send(to_text(activation_event(parts_)));
    connection.send(to_text(settings_event(parts_)));
    connection.send(to_text(transfers_event(parts_)));
    connection.send(printers_event());
}

void Events::publish() {
    for (const auto& id : changes_.take())
        publish_printer(id);
    publish_cameras();
    publish_viewers();
    publish_status();
}

void Events::publish_cameras() {
    for (const auto& id : std::exchange(cameras_, {}))
        publish_printer(id);
}

// A lost printer or Cloud shows at once, the log's lines as often as a person reads.
bool Events::status_is_due() const {
    if (pages_->empty()) return false;
    if (parts_.gateway.link() != status_.cloud || connected_printers(parts_) != status_.printers_connected)
        return true;
    return std::chrono::steady_clock::now() - status_told_ >= look_every;
}

// Viewers come and go without telling anybody.
void Events::publish_viewers() {
    if (pages_->empty()) return;
    auto counts = viewer_counts(parts_);
    std::vector<farm::PrinterId> changed;
    for (const auto& [id, view] : told_)
        if (view.camera.viewers != counts[id]) changed.push_back(id);
    for (const auto& id : changed)
        publish_printer(id);
}

void Events::publish_status() {
    if (pages_->empty()) return;
    status_told_ = std::chrono::steady_clock::now();
    const auto newest = log::newest();
    const bool same_log = newest == newest_line_;
    newest_line_ = newest;
    auto status = status_view(parts_);
    if (same_log) status.events = status_.events;
    if (status == status_) return;
    status_ = std::move(status);
    send(status_event(status_));
}

void Events::publish_printer(const farm::PrinterId& id) {
    const auto told = told_.find(id);
    const auto* session = parts_.printers.find(id);
    if (pages_->empty() || told == told_.end() || session == nullptr) return;
    auto view = printer_view(parts_, *session);
    json::object event{{"type", "printer"}, {"id", id.text()}};
    auto changes = farm::gateway::changes(told->second.state, view.state);
    if (!changes.empty()) event["changes"] = std::move(changes);
    if (view.status != told->second.status) event["status"] = to_json(view.status);
    if (same_view(view.camera, told->second.camera)) view.camera.picture_at = told->second.camera.picture_at;
    if (view.camera != told->second.camera) event["camera"] = to_json(view.camera);
    told->second = std::move(view);
    if (event.size() > 2) send(event);
}

void Events::publish_printers() {
    if (pages_->empty()) return;
    told_.clear();
    for (auto& view : printer_views(parts_))
        told_[view.printer.id] = std::move(view);
    send_text(printers_event());
}

std::string Events::printers_event() {
    return R"({"type":"printers","printers":)" + cache_.text() + "}";
}

void Events::send(const json::value& event) {
    if (!pages_->empty()) send_text(to_text(event));
}

void Events::send_text(const std::string& text) {
    for (auto* page : *pages_)
        page->send(text);
}

}  // namespace gantry::fuse::web
