#include "fuse/web/view_cache.hpp"

namespace gantry::fuse::web {

ViewCache::ViewCache(Parts parts) : parts_(parts) {
    subscriptions_.push_back(parts_.printers.state_changed().subscribe(
        [this](const farm::PrinterId& id) { changed_.insert(id); }));
    subscriptions_.push_back(parts_.printers.list_changed().subscribe([this] { list_changed_ = true; }));
}

// Cameras are compared: their viewers and pictures come without telling anybody.
bool ViewCache::refresh(const printers::PrinterSession& session, const ViewerCounts& viewers) {
    const auto& id = session.config().printer.id;
    auto& kept = kept_[id];
    auto camera = camera_view(parts_, viewers, id);
    const bool same = !list_changed_ && !kept.text.empty() && !changed_.contains(id);
    if (same && same_view(camera, kept.camera)) return false;
    auto view = printer_view(parts_, session);
    view.camera = camera;
    kept = {std::move(camera), to_text(to_json(view))};
    return true;
}

void ViewCache::forget_removed() {
    std::erase_if(kept_, [this](const auto& entry) { return parts_.printers.find(entry.first) == nullptr; });
}

const std::string& ViewCache::text() {
    const auto viewers = viewer_counts(parts_);
    bool changed = list_changed_;
    for (const auto& session : parts_.printers.all())
        if (refresh(*session, viewers)) changed = true;
    if (list_changed_) forget_removed();
    list_changed_ = false;
    changed_.clear();
    if (!changed) return text_;
    text_ = "[";
    for (const auto& session : parts_.printers.all()) {
        if (text_.size() > 1) text_ += ',';
        text_ += kept_.at(session->config().printer.id).text;
    }
    text_ += ']';
    return text_;
}

}  // namespace gantry::fuse::web
