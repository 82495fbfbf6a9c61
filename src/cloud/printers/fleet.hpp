// What is known of every printer right now, filled by the gateway. Owned by the program; the event loop only.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <unordered_map>
#include <vector>

#include "base/json.hpp"
#include "cloud/fuses/repository.hpp"
#include "farm/gateway/messages.hpp"
#include "farm/printer.hpp"

namespace gantry::cloud::printers {

using farm::PrinterId;

// What is known of a printer's camera beside its kind.
struct CameraView {
    std::int64_t snapshot_at = 0;            // Unix milliseconds of the picture there is; 0 = none
    std::optional<farm::Problem> problem;    // why the last one did not come
    farm::gateway::CameraSwitches switches;  // as its Fuse has them
    friend bool operator==(const CameraView&, const CameraView&) = default;
};
BOOST_DESCRIBE_STRUCT(CameraView, (), (snapshot_at, problem, switches))

struct PrinterView {
    farm::Printer printer;
    FuseId fuse_id;
    farm::Status status = farm::Status::offline;
    farm::PrinterState state;
    CameraView camera;
    std::vector<std::string> tags;  // sorted
};
BOOST_DESCRIBE_STRUCT(PrinterView, (), (printer, fuse_id, status, state, camera, tags))

using TagsOfPrinters = std::map<PrinterId, std::vector<std::string>>;

// Called on the event loop, within the change.
class Watcher {
public:
    virtual ~Watcher() = default;
    virtual void printers_changed(const StoreId& store) = 0;  // some came, went or got another description
    virtual void printer_added(const StoreId&, const PrinterView&) {}  // printers_changed follows
    virtual void printer_changed(const StoreId& store, const PrinterView& view,
                                 const json::object& changes) = 0;
    virtual void camera_changed(const StoreId& store, const PrinterView& view) = 0;
    virtual void printer_removed(const PrinterId& printer) = 0;
    virtual void tags_changed(const StoreId& store, const TagsOfPrinters& tags) = 0;  // and so who sees them
};

class Fleet {
public:
    void watch(Watcher* watcher) { watchers_.push_back(watcher); }

    // Replaces the tags of these printers; of those that are not there now, for when they come back.
    void set_tags(const StoreId& store, const TagsOfPrinters& tags);
    // At start, from the database: offline until their Fuse speaks.
    void remember(const StoreId& store, const FuseId& fuse, farm::Printer printer,
                  farm::Print last_print = {});
    // The Fuse's whole truth. Printers of other stores, and those another Fuse holds online, stay theirs.
    // Returns what is now this Fuse's; `described_anew` tells whether it differs from before.
    struct Replaced {
        std::vector<farm::Printer> printers;
        bool described_anew = false;
    };
    Replaced replace(const StoreId& store, const FuseId& fuse,
                     std::vector<farm::gateway::PrinterRecord> records);
    // Errors: not_found (not this Fuse's), malformed.
    Result<> apply(const FuseId& fuse, const PrinterId& printer, const json::value& changes);
    // Unknown printers are ignored.
    void change_camera(const PrinterId& printer, const std::function<void(CameraView&)>& change);
    // Of all its cameras, and those that it gets later.
    void set_switches(const FuseId& fuse, const farm::gateway::CameraSettings& switches);
    bool belongs_to(const PrinterId& printer, const FuseId& fuse) const;
    // Null when the store has no such printer.
    const PrinterView* of_store(const StoreId& store, const PrinterId& printer) const;
    void fuse_offline(const FuseId& fuse);
    void remove_fuse(const FuseId& fuse);

    // In the order of their ids, those behind `after`, at most `limit`. None without printer.view.
    std::vector<const PrinterView*> visible_to(
        const accounts::Member& member, const PrinterId& after = {},
        std::size_t limit = std::numeric_limits<std::size_t>::max()) const;
    // Null for printers of other stores and out of the member's scope too.
    const PrinterView* find(const accounts::Member& member, const PrinterId& printer) const;
    // For this printer of the member's store.
    bool allows(const accounts::Member& member, std::string_view permission, const PrinterId& printer) const;
    std::int64_t count_of(const FuseId& fuse) const;
    // Of all stores, by farm::Status.
    std::array<std::size_t, 5> count_by_status() const;

private:
    struct Entry {
        const StoreId* store;  // the key in of_store_, which keeps what was once there
        PrinterView view;
    };
    using Entries = std::vector<Entry*>;  // of entries_, in the order of their ids
    bool may_take(const Entry& entry, const StoreId& store, const FuseId& fuse) const;
    void change_camera(Entry& entry, const std::function<void(CameraView&)>& change);
    void update(Entry& entry, farm::PrinterState state);
    void remove(const PrinterId& printer);
    std::vector<std::string> tags_of(const StoreId& store, const PrinterId& printer) const;
    Entry& add(const StoreId& store, const FuseId& fuse, const PrinterId& printer);
    void hand_over(Entry& entry, const FuseId& fuse);
    // A copy: what is done to them may change the list.
    Entries entries_of(const FuseId& fuse) const;
    static void insert(Entries& entries, Entry& entry);
    static void erase(Entries& entries, const Entry& entry);

    std::map<PrinterId, Entry> entries_;
    std::unordered_map<FuseId, Entries> of_fuse_;
    std::unordered_map<StoreId, Entries> of_store_;
    std::map<FuseId, farm::gateway::CameraSettings> switches_;
    std::map<StoreId, TagsOfPrinters> tags_;
    std::vector<Watcher*> watchers_;
};

}  // namespace gantry::cloud::printers
