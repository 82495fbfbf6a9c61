#include "cloud/snapshots/snapshots.hpp"

#include <algorithm>
#include <memory>

#include "base/log.hpp"
#include "base/within.hpp"

namespace gantry::cloud::snapshots {
namespace {

constexpr auto area = "cloud.snapshots";
constexpr std::string_view prefix = "snapshots";
constexpr std::string_view suffix = ".jpg";
constexpr std::size_t max_detail = 300;

std::string key_of(const StoreId& store, const PrinterId& printer) {
    return fmt::format("{}/{}/{}{}", prefix, store.text(), printer.text(), suffix);
}

// Whose picture "snapshots/STORE/PRINTER.jpg" is.
struct Owner {
    StoreId store;
    PrinterId printer;
};

std::optional<Owner> owner_of(std::string_view key) {
    if (!key.starts_with(prefix) || !key.ends_with(suffix)) return std::nullopt;
    key.remove_suffix(suffix.size());
    const auto slash = key.rfind('/');
    if (slash <= prefix.size() || slash == key.npos) return std::nullopt;
    const auto store = key.substr(prefix.size() + 1, slash - prefix.size() - 1);
    return Owner{StoreId(std::string(store)), PrinterId(std::string(key.substr(slash + 1)))};
}

std::int64_t unix_ms(std::chrono::system_clock::time_point moment) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(moment.time_since_epoch()).count();
}

// From its first marker to its last; what is between, the browser decides.
bool is_jpeg(std::string_view bytes) {
    return bytes.size() > 4 && bytes.starts_with("\xFF\xD8") && bytes.ends_with("\xFF\xD9");
}

}  // namespace

Snapshots::Snapshots(objects::Objects& objects, printers::Fleet& fleet, const Grants& grants, Limits limits)
    : objects_(objects), fleet_(fleet), grants_(grants), limits_(std::move(limits)) {}

awaitable<Result<>> Snapshots::load() {
    const auto kept = co_await objects_.list(std::string(prefix));
    if (!kept) co_return std::unexpected(kept.error());
    for (const auto& [key, stored_at, bytes] : *kept) {
        count(key, bytes);
        const auto taken_at = unix_ms(stored_at);
        change_camera_of(key, [taken_at](auto& camera) { camera.snapshot_at = taken_at; });
    }
    co_return Result<>{};
}

awaitable<void> Snapshots::run() {
    for (;;) {
        co_await sweep();
        co_await sleep_for(limits_.sweep_every);
    }
}

awaitable<void> Snapshots::forget(StoreId store) {
    const auto kept = co_await objects_.list(fmt::format("{}/{}", prefix, store.text()));
    if (!kept) {
        log::warning(area, "pictures of a deleted store stay: {}", kept.error().detail);
        co_return;
    }
    for (const auto& entry : *kept)
        co_await remove(entry);
}

void Snapshots::keep(std::chrono::hours kept, std::uint64_t bytes) {
    limits_.kept = kept;
    limits_.kept_bytes = bytes;
}

void Snapshots::count(const std::string& key, std::uint64_t bytes) {
    const auto known = sizes_.find(key);
    const auto before = known == sizes_.end() ? 0 : known->second;
    bytes_ = bytes_ - before + bytes;
    if (bytes > 0)
        sizes_[key] = bytes;
    else if (known != sizes_.end())
        sizes_.erase(known);
}

// A printer may have been in another store before: that one's picture is not shown in this one.
void Snapshots::change_camera_of(const std::string& key,
                                 const std::function<void(printers::CameraView&)>& change) {
    const auto owner = owner_of(key);
    if (owner && fleet_.of_store(owner->store, owner->printer) != nullptr)
        fleet_.change_camera(owner->printer, change);
}

awaitable<void> Snapshots::remove(objects::Entry entry) {
    if (const auto removed = co_await objects_.remove(entry.key); !removed) {
        log::warning(area, "{} stays: {}", entry.key, removed.error().detail);
        co_return;
    }
    count(entry.key, 0);
    change_camera_of(entry.key, [](auto& camera) { camera.snapshot_at = 0; });
}

awaitable<void> Snapshots::sweep() {
    if (std::exchange(sweeping_, true)) co_return;
    const std::shared_ptr<void> at_the_end(nullptr, [this](void*) { sweeping_ = false; });
    auto kept = co_await objects_.list(std::string(prefix));
    if (!kept) {
        log::warning(area, "old pictures stay: {}", kept.error().detail);
        co_return;
    }
    std::ranges::sort(*kept, {}, &objects::Entry::stored_at);
    for (const auto& entry : *kept) {
        if (entry.stored_at > limits_.now() - limits_.kept && bytes_ <= limits_.kept_bytes) co_return;
        co_await remove(entry);
    }
}

// The printer may have left since the grant was given.
awaitable<Result<>> Snapshots::put(Grant grant, std::string jpeg) {
    if (!fleet_.belongs_to(grant.printer, grant.fuse) ||
        fleet_.of_store(grant.store, grant.printer) == nullptr)
        co_return fail(Errc::not_found, "no such printer on this Fuse");
    if (jpeg.size() > grant.max_bytes) co_return fail(Errc::too_large, "larger than the grant allows");
    if (!is_jpeg(jpeg)) co_return fail(Errc::malformed, "not a whole JPEG picture");
    const auto key = key_of(grant.store, grant.printer);
    const auto size = jpeg.size();
    if (auto stored = co_await objects_.put(key, std::move(jpeg)); !stored) co_return stored;
    count(key, size);
    if (bytes_ > limits_.kept_bytes) co_await sweep();
    co_return Result<>{};
}

awaitable<Result<objects::Object>> Snapshots::get(StoreId store, PrinterId printer) {
    co_return co_await objects_.get(key_of(store, printer));
}

farm::gateway::UploadGrant Snapshots::grant(const fuses::Device& device,
                                            const farm::gateway::UploadRequest& request) {
    farm::gateway::UploadGrant grant{.id = request.id, .printer = request.printer};
    if (!fleet_.belongs_to(request.printer, device.id)) {
        grant.problem = farm::Problem{"not_found", "the Cloud does not know this printer of this Fuse"};
        return grant;
    }
    grant.expires_at = unix_ms(limits_.now() + limits_.granted);
    grant.url = grants_.address_of({.store = device.store,
                                    .fuse = device.id,
                                    .printer = request.printer,
                                    .expires_at = grant.expires_at,
                                    .max_bytes = limits_.picture_bytes});
    return grant;
}

void Snapshots::fuse_says(const FuseId& fuse, const farm::gateway::Snapshot& snapshot) {
    if (!fleet_.belongs_to(snapshot.printer, fuse)) return;
    fleet_.change_camera(snapshot.printer, [&](auto& camera) {
        if (snapshot.taken_at > 0) camera.snapshot_at = snapshot.taken_at;
        camera.problem = snapshot.problem;
        if (camera.problem && camera.problem->detail.size() > max_detail)
            camera.problem->detail.resize(max_detail);
    });
}

void Snapshots::fuse_says(const FuseId& fuse, const farm::gateway::CameraSettings& settings) {
    fleet_.set_switches(fuse, settings);
}

}  // namespace gantry::cloud::snapshots
