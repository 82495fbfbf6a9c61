// Printers' preview pictures. Owned by the program; the event loop only. What it is given outlives it.
#pragma once

#include <unordered_map>

#include "base/supervisor.hpp"
#include "cloud/gateway/gateway.hpp"
#include "cloud/objects/objects.hpp"
#include "cloud/snapshots/grants.hpp"
#include "net/http/router.hpp"

namespace gantry::cloud::snapshots {

using farm::PrinterId;

struct Limits {
    std::size_t picture_bytes = 4 * 1024 * 1024;
    std::chrono::hours kept{24 * 30};
    std::uint64_t kept_bytes = 2'000'000'000;  // of all; with more the oldest go
    std::chrono::milliseconds sweep_every = std::chrono::hours(6);
    std::chrono::minutes granted{60};
    std::function<std::chrono::system_clock::time_point()> now = std::chrono::system_clock::now;
};

class Snapshots final : public gateway::PictureDesk {
public:
    Snapshots(objects::Objects& objects, printers::Fleet& fleet, const Grants& grants, Limits limits = {});

    // At start, after the fleet remembers its printers: which pictures there are. Errors: storage.
    awaitable<Result<>> load();
    // What is kept from now on; the next sweep obeys.
    void keep(std::chrono::hours kept, std::uint64_t bytes);
    std::uint64_t bytes() const { return bytes_; }
    // Removes what is too old, and the oldest of what is too much.
    awaitable<void> sweep();
    // Until cancelled: removes pictures that are too old.
    awaitable<void> run();

    // Errors: not_found (no longer that Fuse's printer), too_large, malformed (no JPEG), storage.
    awaitable<Result<>> put(Grant grant, std::string jpeg);
    // A store was deleted: its pictures go too.
    awaitable<void> forget(StoreId store);
    // Errors: not_found, storage.
    awaitable<Result<objects::Object>> get(StoreId store, PrinterId printer);

    farm::gateway::UploadGrant grant(const fuses::Device& device,
                                     const farm::gateway::UploadRequest& request) override;
    void fuse_says(const FuseId& fuse, const farm::gateway::Snapshot& snapshot) override;
    void fuse_says(const FuseId& fuse, const farm::gateway::CameraSettings& settings) override;

    const Limits& limits() const { return limits_; }

private:
    awaitable<void> remove(objects::Entry entry);
    void count(const std::string& key, std::uint64_t bytes);
    // Of the printer whose picture it is, when it is in that picture's store.
    void change_camera_of(const std::string& key, const std::function<void(printers::CameraView&)>& change);

    objects::Objects& objects_;
    printers::Fleet& fleet_;
    const Grants& grants_;
    Limits limits_;
    std::unordered_map<std::string, std::uint64_t> sizes_;  // by key
    std::uint64_t bytes_ = 0;                               // the sum
    bool sweeping_ = false;
};

void add_routes(net::http::Router& router, Snapshots& snapshots, const printers::Fleet& fleet);

}  // namespace gantry::cloud::snapshots
