#include "cloud/printers/fleet.hpp"

#include <set>

#include "base/log.hpp"
#include "cloud/printers/bounds.hpp"

namespace gantry::cloud::printers {
namespace {

constexpr std::size_t max_printers_of_a_fuse = 1000;
constexpr std::size_t max_id_bytes = 64;

farm::PrinterState offline(farm::PrinterState state) {
    state.connection = farm::Connection::offline;
    state.problem = farm::Problem{"offline", "Fuse offline"};
    return state;
}

}  // namespace

void Fleet::remember(const StoreId& store, const FuseId& fuse, farm::Printer printer,
                     farm::Print last_print) {
    auto& view = add(store, fuse, printer.id).view;
    view.printer = std::move(printer);
    view.state = offline({});
    view.state.print = std::move(last_print);
}

void Fleet::insert(Entries& entries, Entry& entry) {
    const auto by_id = [](const Entry* one, const PrinterId& id) { return one->view.printer.id < id; };
    entries.insert(std::lower_bound(entries.begin(), entries.end(), entry.view.printer.id, by_id), &entry);
}

void Fleet::erase(Entries& entries, const Entry& entry) {
    std::erase(entries, &entry);
}

Fleet::Entry& Fleet::add(const StoreId& store, const FuseId& fuse, const PrinterId& printer) {
    auto& entry = entries_[printer];
    const auto of_store = of_store_.try_emplace(store).first;
    entry.store = &of_store->first;
    entry.view.printer.id = printer;
    entry.view.fuse_id = fuse;
    entry.view.tags = tags_of(store, printer);
    insert(of_store->second, entry);
    insert(of_fuse_[fuse], entry);
    return entry;
}

void Fleet::hand_over(Entry& entry, const FuseId& fuse) {
    erase(of_fuse_[entry.view.fuse_id], entry);
    entry.view.fuse_id = fuse;
    insert(of_fuse_[fuse], entry);
}

Fleet::Entries Fleet::entries_of(const FuseId& fuse) const {
    const auto found = of_fuse_.find(fuse);
    return found == of_fuse_.end() ? Entries{} : found->second;
}

bool Fleet::may_take(const Entry& entry, const StoreId& store, const FuseId& fuse) const {
    if (*entry.store != store) return false;
    return entry.view.fuse_id == fuse || entry.view.state.connection == farm::Connection::offline;
}

Fleet::Replaced Fleet::replace(const StoreId& store, const FuseId& fuse,
                               std::vector<farm::gateway::PrinterRecord> records) {
    Replaced replaced;
    std::set<PrinterId> present;
    for (auto& [printer, state] : records) {
        if (printer.id.empty() || printer.id.text().size() > max_id_bytes ||
            present.size() >= max_printers_of_a_fuse)
            continue;
        const auto known = entries_.find(printer.id);
        const bool is_new = known == entries_.end();
        if (!is_new && !may_take(known->second, store, fuse)) {
            log::warning("cloud.printers", "printer {} belongs to another Fuse", printer.id.text());
            continue;
        }
        shorten(printer);
        shorten(state);
        present.insert(printer.id);
        auto& entry = is_new ? add(store, fuse, printer.id) : known->second;
        if (is_new || entry.view.printer != printer || entry.view.fuse_id != fuse)
            replaced.described_anew = true;
        if (entry.view.fuse_id != fuse) hand_over(entry, fuse);
        entry.view.printer = std::move(printer);
        if (const auto told = switches_.find(fuse); told != switches_.end())
            entry.view.camera.switches = farm::gateway::switches_of(told->second, entry.view.printer.id);
        replaced.printers.push_back(entry.view.printer);
        if (is_new) {
            entry.view.tags = tags_of(store, entry.view.printer.id);
            entry.view.status = farm::status_of(entry.view.printer, state);
            entry.view.state = std::move(state);
            for (auto* watcher : watchers_)
                watcher->printer_added(store, entry.view);
        } else {
            update(entry, std::move(state));
        }
    }
    std::vector<PrinterId> gone;
    for (const auto* entry : entries_of(fuse)) {
        if (!present.contains(entry->view.printer.id)) gone.push_back(entry->view.printer.id);
    }
    for (const auto& id : gone)
        remove(id);
    replaced.described_anew = replaced.described_anew || !gone.empty();
    if (replaced.described_anew) {
        for (auto* watcher : watchers_)
            watcher->printers_changed(store);
    }
    return replaced;
}

void Fleet::update(Entry& entry, farm::PrinterState state) {
    const auto changes = farm::gateway::changes(entry.view.state, state);
    if (changes.empty()) return;
    entry.view.state = std::move(state);
    entry.view.status = farm::status_of(entry.view.printer, entry.view.state);
    for (auto* watcher : watchers_)
        watcher->printer_changed(*entry.store, entry.view, changes);
}

Result<> Fleet::apply(const FuseId& fuse, const PrinterId& printer, const json::value& changes) {
    const auto found = entries_.find(printer);
    if (found == entries_.end() || found->second.view.fuse_id != fuse)
        return fail(Errc::not_found, "no such printer on this Fuse");
    auto changed = farm::gateway::apply(found->second.view.state, changes);
    if (!changed) return std::unexpected(changed.error());
    shorten(*changed);
    update(found->second, *std::move(changed));
    return {};
}

void Fleet::change_camera(Entry& entry, const std::function<void(CameraView&)>& change) {
    const auto before = entry.view.camera;
    change(entry.view.camera);
    if (entry.view.camera == before) return;
    for (auto* watcher : watchers_)
        watcher->camera_changed(*entry.store, entry.view);
}

void Fleet::change_camera(const PrinterId& printer, const std::function<void(CameraView&)>& change) {
    if (const auto found = entries_.find(printer); found != entries_.end())
        change_camera(found->second, change);
}

void Fleet::set_switches(const FuseId& fuse, const farm::gateway::CameraSettings& switches) {
    switches_[fuse] = switches;
    for (auto* entry : entries_of(fuse)) {
        change_camera(*entry, [&](CameraView& camera) {
            camera.switches = farm::gateway::switches_of(switches, entry->view.printer.id);
        });
    }
}

bool Fleet::belongs_to(const PrinterId& printer, const FuseId& fuse) const {
    const auto found = entries_.find(printer);
    return found != entries_.end() && found->second.view.fuse_id == fuse;
}

const PrinterView* Fleet::of_store(const StoreId& store, const PrinterId& printer) const {
    const auto found = entries_.find(printer);
    return found != entries_.end() && *found->second.store == store ? &found->second.view : nullptr;
}

void Fleet::fuse_offline(const FuseId& fuse) {
    for (auto* entry : entries_of(fuse))
        update(*entry, offline(entry->view.state));
}

void Fleet::remove_fuse(const FuseId& fuse) {
    StoreId store;
    std::vector<PrinterId> gone;
    for (const auto* entry : entries_of(fuse)) {
        gone.push_back(entry->view.printer.id);
        store = *entry->store;
    }
    for (const auto& id : gone)
        remove(id);
    of_fuse_.erase(fuse);
    switches_.erase(fuse);
    if (gone.empty()) return;
    for (auto* watcher : watchers_)
        watcher->printers_changed(store);
}

void Fleet::remove(const PrinterId& printer) {
    const auto found = entries_.find(printer);
    if (found == entries_.end()) return;
    erase(of_fuse_[found->second.view.fuse_id], found->second);
    erase(of_store_[*found->second.store], found->second);
    entries_.erase(found);
    for (auto* watcher : watchers_)
        watcher->printer_removed(printer);
}

std::vector<const PrinterView*> Fleet::visible_to(const accounts::Member& member, const PrinterId& after,
                                                  std::size_t limit) const {
    std::vector<const PrinterView*> views;
    const auto found = of_store_.find(member.store);
    if (found == of_store_.end()) return views;
    const auto& entries = found->second;
    const auto by_id = [](const PrinterId& id, const Entry* one) { return id < one->view.printer.id; };
    for (auto next = std::upper_bound(entries.begin(), entries.end(), after, by_id);
         next != entries.end() && views.size() < limit; ++next) {
        const auto& view = (*next)->view;
        if (farm::allows(member.grants, farm::permission::printer_view, view.printer.id, view.tags))
            views.push_back(&view);
    }
    return views;
}

const PrinterView* Fleet::find(const accounts::Member& member, const PrinterId& printer) const {
    const auto found = entries_.find(printer);
    if (found == entries_.end() || *found->second.store != member.store) return nullptr;
    const auto& view = found->second.view;
    return farm::in_scope(member.grants, printer, view.tags) ? &view : nullptr;
}

bool Fleet::allows(const accounts::Member& member, std::string_view permission,
                   const PrinterId& printer) const {
    return find(member, printer) != nullptr && farm::allows(member.grants, permission);
}

void Fleet::set_tags(const StoreId& store, const TagsOfPrinters& tags) {
    for (const auto& [id, some] : tags) {
        tags_[store].insert_or_assign(id, some);
        const auto found = entries_.find(id);
        if (found != entries_.end() && *found->second.store == store) found->second.view.tags = some;
    }
    for (auto* watcher : watchers_)
        watcher->tags_changed(store, tags);
}

std::vector<std::string> Fleet::tags_of(const StoreId& store, const PrinterId& printer) const {
    const auto of_store = tags_.find(store);
    if (of_store == tags_.end()) return {};
    const auto found = of_store->second.find(printer);
    return found == of_store->second.end() ? std::vector<std::string>{} : found->second;
}

std::int64_t Fleet::count_of(const FuseId& fuse) const {
    const auto found = of_fuse_.find(fuse);
    return found == of_fuse_.end() ? 0 : static_cast<std::int64_t>(found->second.size());
}

std::array<std::size_t, 5> Fleet::count_by_status() const {
    std::array<std::size_t, 5> counts{};
    for (const auto& [id, entry] : entries_)
        ++counts[static_cast<std::size_t>(entry.view.status)];
    return counts;
}

}  // namespace gantry::cloud::printers
